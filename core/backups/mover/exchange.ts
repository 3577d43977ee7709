import { constants } from 'node:fs';
import { access, open, readFile, rename, stat, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Obstacle } from './place.ts';
import { FILES, type MoverRequest } from './request.ts';

/** Milliseconds between two looks. */
const EVERY = 100;

/** The folder shared with the engine's container. */
export class Exchange {
  private readonly folder: string;
  private readonly openPatience: number;
  private readonly statusPatience: number;

  constructor({ exchange, patience }: Pick<MoverRequest, 'exchange' | 'patience'>) {
    this.folder = exchange;
    this.openPatience = (patience?.open ?? 900) * 1000;
    this.statusPatience = (patience?.status ?? 60) * 1000;
  }

  private at(name: keyof typeof FILES): string {
    return path.join(this.folder, FILES[name]);
  }

  /** The engine's exit code; undefined where it has not ended. */
  async status(): Promise<number | undefined> {
    const text = await readFile(this.at('status'), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    return /^\d+\s*$/u.test(text) ? Number(text) : 1;
  }

  /**
   * Opens the FIFO. Opening waits in a thread of its own until the other side is there too, so meanwhile it is looked whether that side has ended already:
   * then nobody will come. Throws an {@link Obstacle} where it has, or where it does not come in time.
   */
  async open(way: 'read' | 'write'): Promise<FileHandle> {
    const patience = AbortSignal.timeout(this.openPatience);
    while (!(await this.isFifo())) {
      if ((await this.status()) !== undefined) throw new Obstacle('The engine’s side ended before it made the stream.');
      if (patience.aborted) throw new Obstacle('The engine’s side has not made the stream in time.');
      await wait(EVERY);
    }
    const opened = open(this.at('stream'), way === 'read' ? 'r' : 'w');
    // Where it is given up here, it opens at last in unblock().
    opened.catch(() => undefined);
    let seenEnded = 0;
    for (;;) {
      const handle = await Promise.race([opened, wait(EVERY)]);
      if (handle !== undefined) return handle;
      // A dump that is small ends as soon as both are there: so not at the first sight of its end.
      if ((await this.status()) !== undefined && ++seenEnded * EVERY > 1000)
        throw new Obstacle('The engine’s side ended before it opened the stream.');
      if (patience.aborted) throw new Obstacle('The engine’s side has not opened the stream in time.');
    }
  }

  private async isFifo(): Promise<boolean> {
    return (await stat(this.at('stream')).catch(() => undefined))?.isFIFO() ?? false;
  }

  /** Waits for the engine's exit code after the stream's end. */
  async ended(): Promise<number> {
    const patience = AbortSignal.timeout(this.statusPatience);
    for (;;) {
      const status = await this.status();
      if (status !== undefined) return status;
      if (patience.aborted)
        throw new Obstacle('The stream ended, and the engine’s side never said how: it was ended from outside.');
      await wait(EVERY);
    }
  }

  /** What the engine's side found out, by key. */
  async facts(): Promise<ReadonlyMap<string, string>> {
    const text = await readFile(this.at('facts'), 'utf8').catch(() => '');
    const pairs = text.split('\n').flatMap((line): [string, string][] => {
      const cut = line.indexOf('=');
      return cut > 0 ? [[line.slice(0, cut).trim(), line.slice(cut + 1).trim()]] : [];
    });
    return new Map(pairs);
  }

  /** Says how the moving ended, before the FIFO is closed. */
  async moved(code: 0 | 1): Promise<void> {
    const file = this.at('moved');
    await writeFile(`${file}.new`, `${code}\n`);
    await rename(`${file}.new`, file);
  }

  /**
   * After a failure: lets go an engine's side that waits for somebody to open the FIFO, for it would wait for ever. It finds `moved` to be 1, and a stream
   * that is empty or that nobody reads.
   */
  async release(way: 'read' | 'write', seconds: number): Promise<void> {
    const patience = AbortSignal.timeout(seconds * 1000);
    const flags = (way === 'read' ? constants.O_RDONLY : constants.O_WRONLY) | constants.O_NONBLOCK;
    while (!patience.aborted && (await this.status()) === undefined) {
      await access(this.folder);
      if (await this.isFifo()) {
        const handle = await open(this.at('stream'), flags).catch(() => undefined);
        // A reader must stay until the writer has come, which nothing tells; a writer is only let in once the reader is there.
        if (handle !== undefined && way === 'read') await this.until(patience);
        await handle?.close();
        if (handle !== undefined) return;
      }
      await wait(EVERY).catch(() => undefined);
    }
  }

  /**
   * After a failure: frees a thread of this program that waits for the FIFO, to be opened, read or written; the program could not end before. What this puts
   * into the stream or takes from it does no harm: `moved` says that it is not whole.
   */
  async unblock(way: 'read' | 'write'): Promise<void> {
    if (!(await this.isFifo())) return;
    const handle = await open(this.at('stream'), constants.O_RDWR | constants.O_NONBLOCK);
    // A full or an empty pipe has nobody waiting on that side.
    if (way === 'read') await handle.write(Buffer.alloc(1)).catch(() => undefined);
    else await handle.read(Buffer.alloc(64 * 1024), 0, 64 * 1024).catch(() => undefined);
    await wait(EVERY);
    await handle.close();
  }

  private async until(patience: AbortSignal): Promise<void> {
    while (!patience.aborted && (await this.status()) === undefined) await wait(EVERY);
  }
}
