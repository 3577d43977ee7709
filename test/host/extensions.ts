import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from '../../scripts/children.mjs';
import { newerNode } from './node.ts';
import { ROOT, VSCODE } from './places.ts';

/** Installs a VSIX as VS Code does, without network. */
export async function installVsix(vsix: string, folder: string, dataFolder: string): Promise<void> {
  const args = [path.join(VSCODE, 'out/server-main.js'), '--install-extension', vsix];
  const places = ['--extensions-dir', folder, '--server-data-dir', dataFolder, '--accept-server-license-terms'];
  const { code, output } = await run(newerNode(), [...args, ...places], { quiet: true });
  if (code !== 0 || /failed/i.test(output)) throw new Error(`VS Code did not install ${vsix}:\n${output}`);
}

/** Makes the project itself an installed extension, where it lies: a build is there after «Reload Window». */
export function linkProject(folder: string): void {
  const { name, publisher, version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Record<
    'name' | 'publisher' | 'version',
    string
  >;
  const location = { $mid: 1, scheme: 'file', path: pathToFileURL(ROOT).pathname };
  const listing = [{ identifier: { id: `${publisher}.${name}` }, version, location }];
  const file = path.join(folder, 'extensions.json');
  const text = JSON.stringify(listing);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
}
