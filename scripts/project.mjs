// Where the project is, and whether this Node can work on it. Runs before anything is installed.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The oldest Node that the project's own tools run on, as in package.json's `engines`. */
const OLDEST_NODE = [20, 19];

/** The project's root. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** A path below the project's root. */
export const at = (...parts) => path.join(ROOT, ...parts);

/** Ends the program with a clear message where Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  console.error(
    `Plinth needs Node ${OLDEST_NODE.join('.')} or newer, and this is Node ${process.versions.node} (${process.execPath}).\n` +
      'Install a newer one from https://nodejs.org, or choose it with your version manager (nvm install 22).',
  );
  process.exit(2);
}
