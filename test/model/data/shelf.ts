import { Readable } from 'node:stream';
import { backupsAt } from '../../../core/backups/mover/index-at.ts';
import type { IndexedBackup } from '../../../core/backups/manifest.ts';
import { Missing, type Place } from '../../../core/backups/mover/place.ts';
import type { Time } from '../fake/time.ts';

/** Milliseconds that a destination takes for each request. */
const EACH = 90;
const never = new Promise<never>(() => undefined);

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
/** As a claim has what is being written. */
const partialOf = (path: string): string => `${folderOf(path)}/.${nameOf(path)}.partial`;

/** What lies at a destination: files by their paths. It outlives every pod. */
export class Shelf {
  readonly files = new Map<string, string>();
  readonly #time: Time;

  constructor(time: Time) {
    this.#time = time;
  }

  /** The destination as the mover of one pod uses it: all takes its time, and once the pod is gone nothing happens any more. */
  seenFrom(gone: AbortSignal): Place {
    return this.#place(async () => {
      await this.#time.sleep(EACH);
      if (gone.aborted) await never;
    });
  }

  /** The database's backups as the product's own index reads them, the oldest first; now, whatever is under way. */
  async index(): Promise<IndexedBackup[]> {
    const found: IndexedBackup[] = [];
    for await (const { backup } of backupsAt(this.now, 'kept', { namespace: 'shop', name: 'orders' }))
      found.push(backup);
    return found;
  }

  /** The destination without any time. */
  get now(): Place {
    return this.#place(() => Promise.resolve());
  }

  #place(pause: () => Promise<void>): Place {
    const { files } = this;
    const take = (path: string): string => {
      const text = files.get(path);
      if (text === undefined) throw new Missing(`${nameOf(path)} is not there.`);
      return text;
    };
    return {
      write: async (path, source) => {
        const partial = partialOf(path);
        await pause();
        files.set(partial, '');
        try {
          for await (const chunk of source) {
            await pause();
            files.set(partial, `${files.get(partial) ?? ''}${Buffer.from(chunk).toString('utf8')}`);
          }
        } catch (error) {
          files.delete(partial);
          throw error;
        }
        await pause();
        files.set(path, take(partial));
        files.delete(partial);
      },
      read: async (path) => {
        await pause();
        return Readable.from([Buffer.from(take(path))]);
      },
      size: async (path) => {
        await pause();
        return Buffer.byteLength(take(path));
      },
      async *list(folder) {
        await pause();
        const below = [...files].filter(([path]) => path.startsWith(`${folder}/`)).sort(([a], [b]) => (a < b ? -1 : 1));
        for (const [path, text] of below) yield { path, size: Buffer.byteLength(text), modified: 0 };
      },
      remove: async (path) => {
        await pause();
        files.delete(path);
      },
      tidy: async (folder) => {
        await pause();
        for (const path of files.keys())
          if (folderOf(path) === folder && /^\..*\.partial$/u.test(nameOf(path))) files.delete(path);
      },
    };
  }
}
