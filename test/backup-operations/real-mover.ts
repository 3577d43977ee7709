import { build } from 'esbuild';
import { join } from 'node:path';

/** The mover's bundle, as it is shipped. */
export async function realMover(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../../core/backups/mover/main.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    minify: true,
  });
  return outputFiles[0]?.text ?? '';
}
