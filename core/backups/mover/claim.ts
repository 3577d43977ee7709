import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { Missing, Obstacle, type Place, type Stored } from './place.ts';

/** What a file that is being written is called: `.data.zst.partial`. */
const partialOf = (file: string): string => path.join(path.dirname(file), `.${path.basename(file)}.partial`);
const isPartial = (name: string): boolean => name.startsWith('.') && name.endsWith('.partial');

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | null)?.code;

/** Errors of file systems, by Node's codes. */
const SAID: Readonly<Record<string, string>> = {
  ENOSPC: 'The claim is full; make it larger or prune backups',
  EDQUOT: 'The claim is full; make it larger or prune backups',
  EROFS: 'The claim is read-only',
  EACCES: 'The claim may not be written to by the mover’s user',
  EPERM: 'The claim may not be written to by the mover’s user',
  EIO: 'The claim’s volume gave an input/output error',
};

/** Says what a claim's file system found wrong. */
function explained(error: unknown, file: string): unknown {
  const name = path.basename(file);
  const code = codeOf(error) ?? '';
  if (code === 'ENOENT') return new Missing(`${name} is not there.`);
  const words = SAID[code];
  return words === undefined ? error : new Obstacle(`${words} (${name}, ${code}).`);
}

/** A rename lasts through a power cut only once its folder is written too (fsync(2)). */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeWhole(file: string, source: AsyncIterable<Uint8Array>): Promise<void> {
  const made = await mkdir(path.dirname(file), { recursive: true });
  const partial = partialOf(file);
  const handle = await open(partial, 'w', 0o640);
  try {
    for await (const chunk of source) await handle.writeFile(chunk);
    await handle.sync();
    await handle.close();
    await rename(partial, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(partial, { force: true });
    throw error;
  }
  await syncFolder(path.dirname(file));
  // The new folders' own names, up to the one that was there before.
  if (made === undefined) return;
  for (let folder = path.dirname(file); folder.length >= made.length; folder = path.dirname(folder))
    await syncFolder(path.dirname(folder));
}

async function* walk(root: string, folder: string): AsyncGenerator<Stored> {
  let entries;
  try {
    entries = await readdir(path.join(root, folder), { withFileTypes: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const below = path.posix.join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'lost+found') yield* walk(root, below);
    if (!entry.isFile()) continue;
    const { size, mtimeMs } = await stat(path.join(root, below));
    yield { path: below, size, modified: mtimeMs };
  }
}

async function tidy(folder: string): Promise<void> {
  try {
    for (const name of await readdir(folder)) if (isPartial(name)) await unlink(path.join(folder, name));
    await rmdir(folder);
    await syncFolder(path.dirname(folder));
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(error) ?? '')) throw error;
  }
}

/** A claim mounted at `root`, as a place for backups. */
export function claimPlace(root: string): Place {
  const at = (file: string): string => path.join(root, file);
  const explain = async <T>(file: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw explained(error, file);
    }
  };
  return {
    write: (file, source) => explain(file, () => writeWhole(at(file), source)),
    read: (file) =>
      explain(file, async () => {
        await stat(at(file));
        return createReadStream(at(file), { highWaterMark: 1024 * 1024 });
      }),
    size: (file) => explain(file, async () => (await stat(at(file))).size),
    list: (folder) => walk(root, folder),
    remove: (file) =>
      explain(file, async () => {
        try {
          await unlink(at(file));
        } catch (error) {
          if (codeOf(error) === 'ENOENT') return;
          throw error;
        }
        await syncFolder(path.dirname(at(file)));
      }),
    tidy: (folder) => explain(folder, () => tidy(at(folder))),
  };
}
