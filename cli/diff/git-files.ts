import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { FileSystem } from '../../server/roots/file-system.ts';
import { slashed } from '../node-files.ts';
import { UsageError } from '../usage-error.ts';

const run = promisify(execFile);

/** Bytes that git may print: all manifests of a large repository. */
const MOST = 1024 ** 3;

/** A commit of the repository in which a folder lies. */
export interface Commit {
  /** Forty hexadecimal digits. */
  readonly id: string;
  /** The repository's work tree, with slashes. */
  readonly root: string;
}

async function git(folder: string, ...args: readonly string[]): Promise<Buffer> {
  // Neither hooks nor a pager nor an editor of the user's run; nothing is fetched.
  const environment = { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1' };
  const { stdout } = await run('git', ['-C', folder, ...args], {
    encoding: 'buffer',
    maxBuffer: MOST,
    env: environment,
  });
  return stdout;
}

/** The commit that a revision names (`HEAD`, `main`, `origin/main`). Throws {@link UsageError} with what git says. */
export async function commitOf(folder: string, revision: string): Promise<Commit> {
  try {
    const root = (await git(folder, 'rev-parse', '--show-toplevel')).toString().trim();
    const id = (await git(folder, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`))
      .toString()
      .trim();
    return { id, root: slashed(root) };
  } catch (error) {
    throw new UsageError(reasonOf(error, folder, revision));
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

/** The files of a commit, by the names that they have in the work tree. Links and submodules are left out. */
export async function filesOf({ id, root }: Commit): Promise<FileSystem> {
  const listed = (await git(root, 'ls-tree', '-r', '-z', '--full-tree', id)).toString();
  const blobs = new Map<string, string>();
  const folders = new Map<string, Map<string, boolean>>();
  for (const line of listed.split('\0')) {
    // `100644 blob 1234… path`; a link is 120000, a submodule a commit.
    const match = /^100\d{3} blob ([0-9a-f]+)\t(.+)$/su.exec(line);
    if (match === null) continue;
    const [, blob = '', path = ''] = match;
    blobs.set(`${root}/${path}`, blob);
    const parts = path.split('/');
    for (const [at, name] of parts.entries()) {
      const folder = [root, ...parts.slice(0, at)].join('/');
      const known = folders.get(folder) ?? new Map<string, boolean>();
      known.set(name, at < parts.length - 1);
      folders.set(folder, known);
    }
  }
  return {
    list: (folder) =>
      Promise.resolve(
        [...(folders.get(folder) ?? [])]
          .map(([name, isFolder]) => ({ uri: `${folder}/${name}`, name, isFolder }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      ),
    read: async (uri) => {
      const blob = blobs.get(uri);
      return blob === undefined ? undefined : git(root, 'cat-file', 'blob', blob);
    },
  };
}
