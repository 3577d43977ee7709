import path from 'node:path';
import { build } from 'esbuild';
import { WITHOUT_API_CLASSES } from '../../scripts/without-api-classes.mjs';

/** The runner's bundle as it is shipped, from this entry: the shipped one, or one with a test's own operations. */
export async function bundleOf(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, '../..', entry)],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    format: 'cjs',
    minify: true,
    plugins: [WITHOUT_API_CLASSES],
  });
  return outputFiles[0]?.text ?? '';
}
