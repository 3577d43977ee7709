// git's own program, for the mains that run in Node: what was committed, read without a checkout.
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import type { FileSystem } from './roots/file-system.ts';

const run = promisify(execFile);

/** Bytes that git may print: all manifests of a large repository. */
const MOST = 1024 ** 3;

/** What is read at once, with one process: everything that a walk through a workspace may ask for. */
const READ_AHEAD = /(?:\.(?:ya?ml|json)|(?:^|\/)(?:Kustomization|\.gitignore|\.plinthignore))$/iu;

/** git cannot say it; the message says why, and what to do. */
export class GitTrouble extends Error {}

// Nothing is fetched, nobody is asked, and no lock is taken.
const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
});

async function git(folder: string, ...args: readonly string[]): Promise<Buffer> {
  const options = { encoding: 'buffer', maxBuffer: MOST, env: environment(), windowsHide: true } as const;
  return (await run('git', ['-C', folder, ...args], options)).stdout;
}

/** The commit that a revision names (`HEAD`, `main`), as forty hexadecimal digits. Throws {@link GitTrouble}. */
export async function commitOf(folder: string, revision: string): Promise<string> {
  try {
    const id = await git(folder, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
    return id.toString().trim();
  } catch (error) {
    throw new GitTrouble(reasonOf(error, folder, revision));
  }
}

function reasonOf(error: unknown, folder: string, revision: string): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'git is not on the PATH.';
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  if (said.includes('not a git repository'))
    return `${folder} is in no git repository: there is nothing to compare with.`;
  if (said === '')
    return `There is no revision «${revision}» here. A shallow clone may lack it: \`git fetch --depth=1 origin ${revision}\`.`;
  return `git: ${said.split('\n')[0] ?? ''}`;
}

/**
 * The files of a commit below a folder, under the names that the caller has for it: `named` in place of `folder`. Links and submodules are left out. Throws {@link GitTrouble}.
 */
export async function filesOf(folder: string, commit: string, named = folder): Promise<FileSystem> {
  const listed = await git(folder, 'ls-tree', '-r', '-z', commit).catch((error: unknown) => {
    throw new GitTrouble(reasonOf(error, folder, commit));
  });
  const blobs = new Map<string, string>();
  const folders = new Map<string, Map<string, boolean>>();
  for (const line of listed.toString().split('\0')) {
    // `100644 blob 1234… path`; a link is 120000, a submodule a commit.
    const [, blob, path] = /^100\d{3} blob ([0-9a-f]+)\t(.+)$/su.exec(line) ?? [];
    if (blob === undefined || path === undefined) continue;
    blobs.set(`${named}/${path}`, blob);
    const parts = path.split('/');
    for (const [at, name] of parts.entries()) {
      const above = [named, ...parts.slice(0, at)].join('/');
      const entries = folders.get(above) ?? new Map<string, boolean>();
      folders.set(above, entries.set(name, at < parts.length - 1));
    }
  }
  const ahead = [...blobs].flatMap(([path, blob]) => (READ_AHEAD.test(path) ? [blob] : []));
  let read: Promise<ReadonlyMap<string, Buffer>> | undefined;
  return {
    list: (uri) =>
      Promise.resolve(
        [...(folders.get(uri) ?? [])]
          .map(([name, isFolder]) => ({ uri: `${uri}/${name}`, name, isFolder }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      ),
    read: async (uri) => {
      const blob = blobs.get(uri);
      if (blob === undefined) return undefined;
      read ??= contentsOf(folder, ahead);
      return (await read).get(blob) ?? git(folder, 'cat-file', 'blob', blob);
    },
  };
}

/** The contents of blobs, by one process: one for each file would take seconds. */
async function contentsOf(folder: string, blobs: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const printed = await new Promise<Buffer>((resolve, reject) => {
    const child = spawn('git', ['-C', folder, 'cat-file', '--batch'], {
      env: environment(),
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.on('error', reject);
    child.on('close', () => resolve(Buffer.concat(parts)));
    // It may have ended before it has read all; then what is missing is read one by one.
    child.stdin.on('error', () => undefined);
    child.stdin.end(blobs.map((blob) => `${blob}\n`).join(''));
  });
  const contents = new Map<string, Buffer>();
  let at = 0;
  while (at < printed.length) {
    const end = printed.indexOf('\n', at);
    const [, blob, size] = /^([0-9a-f]+) blob (\d+)$/u.exec(printed.toString('utf8', at, end < 0 ? at : end)) ?? [];
    if (blob === undefined) break;
    contents.set(blob, printed.subarray(end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  return contents;
}
