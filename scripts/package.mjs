// Packages the extension: dist/plinth-VERSION.vsix.
//   node scripts/package.mjs [--no-build]
import { existsSync, readFileSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { run, runNode } from './children.mjs';
import { installHost, installProject } from './install.mjs';
import { progress } from './progress.mjs';
import { at, requireNode, ROOT } from './project.mjs';
import { typescript } from './typescript.mjs';

/** A larger package has something in it that does not belong there. */
const LARGEST = 3 * 1024 * 1024;

/** Packages what is built and gives the file's path; ends the script where that fails. */
export async function packageExtension() {
  const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const file = at('dist', `plinth-${version}.vsix`);
  const { newerNode } = await typescript('test/host/node.ts');
  const vsce = [at('test/host/node_modules/@vscode/vsce/vsce'), 'package', '--out', file];
  const flags = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository'];
  const { code, output } = await progress('Packaging', () =>
    run(newerNode(), [...vsce, ...flags], { cwd: ROOT, quiet: true }),
  );
  const { size } = code === 0 ? statSync(file) : { size: 0 };
  if (code !== 0 || size > LARGEST) {
    console.error(
      `${output}\n${code === 0 ? `The package is larger than ${LARGEST} bytes: ${size}.` : 'vsce failed.'}`,
    );
    process.exit(1);
  }
  console.log(`${file} (${Math.round(size / 1024)} KB)`);
  return file;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  requireNode();
  const { values } = parseArgs({ options: { build: { type: 'boolean', default: true } }, allowNegative: true });
  await installProject();
  await installHost();
  if (values.build) {
    const { code } = await runNode([at('scripts/build.mjs')]);
    if (code !== 0) process.exit(code);
  }
  if (!existsSync(at('dist/kubernetes-schemas.json.br'))) {
    console.error(
      'There are no Kubernetes schemas in dist/: nothing is released without them. They want Python 3 with pip.',
    );
    process.exit(1);
  }
  await packageExtension();
}
