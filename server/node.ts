import { readdir, readFile } from 'node:fs/promises';
import { brotliDecompressSync } from 'node:zlib';
import { createConnection } from 'vscode-languageserver/node';
import type { Environment, Repository } from './environment.ts';
import { commitOf, filesOf, GitTrouble } from './node-git.ts';
import { startServer } from './server.ts';
import type { FileSystem } from './roots/file-system.ts';

/** Folders and files on disk, under the server's paths: slashes, and `/c:/…` for a Windows drive. */
const disk: FileSystem = {
  async list(folder) {
    try {
      const entries = await readdir(nativePath(folder), { withFileTypes: true });
      return (
        entries
          // Reading a pipe or a socket would wait for somebody to write.
          .filter((entry) => entry.isFile() || entry.isDirectory() || entry.isSymbolicLink())
          .map((entry) => ({ uri: join(folder, entry.name), name: entry.name, isFolder: entry.isDirectory() }))
          .sort((a, b) => (a.name < b.name ? -1 : 1))
      );
    } catch {
      return [];
    }
  },
  async read(path) {
    try {
      return await readFile(nativePath(path));
    } catch {
      return undefined;
    }
  },
};

function join(folder: string, name: string): string {
  return folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`;
}

function nativePath(path: string): string {
  return process.platform === 'win32' ? path.replace(/^\/(?=[a-z]:)/iu, '') : path;
}

/** The repositories of git's own program, where it is there. */
const repository: Repository = {
  async head(folder) {
    const native = nativePath(folder);
    try {
      const id = await commitOf(native, 'HEAD');
      return { id, files: () => filesOf(native, id, folder) };
    } catch (error) {
      if (error instanceof GitTrouble) return undefined;
      throw error;
    }
  },
};

/** The schemas lie beside the built server; a server that runs from its source finds them where the build puts them. */
async function schemas(): Promise<string | undefined> {
  for (const place of ['kubernetes-schemas.json.br', '../dist/kubernetes-schemas.json.br']) {
    try {
      return brotliDecompressSync(await readFile(new URL(place, import.meta.url))).toString('utf8');
    } catch {
      // Not here.
    }
  }
  return undefined;
}

const environment: Environment = {
  fileSystem: disk,
  repository,
  schemas,
  yield: () => new Promise((resolve) => setImmediate(resolve)),
  now: () => performance.now(),
};

const connection = createConnection();
// A message that the client refuses must not end the server.
process.on('unhandledRejection', (reason) =>
  connection.console.error(reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)),
);
startServer(connection, environment);
