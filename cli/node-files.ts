import { readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import type { FileSystem } from '../server/roots/file-system.ts';

/** A path with slashes, as workspaces know files. */
export function slashed(path: string): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path;
}

/** The disk. Links to files are followed, links to folders are not: they may lead in circles. */
export const nodeFiles: FileSystem = {
  async list(folder) {
    const entries = await readdir(folder === '' ? '/' : folder, { withFileTypes: true }).catch(() => []);
    const found = await Promise.all(
      entries.map(async (entry) => {
        const uri = folder.endsWith('/') ? `${folder}${entry.name}` : `${folder}/${entry.name}`;
        const isFile = entry.isFile() || (entry.isSymbolicLink() && (await isFileAt(uri)));
        return isFile || entry.isDirectory() ? [{ uri, name: entry.name, isFolder: entry.isDirectory() }] : [];
      }),
    );
    return found.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
  },
  // Synchronously: nobody waits meanwhile, and for many small files it takes a third of the time.
  read(uri) {
    try {
      return Promise.resolve(readFileSync(uri));
    } catch {
      return Promise.resolve(undefined);
    }
  },
};

async function isFileAt(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true;
}
