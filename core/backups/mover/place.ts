import type { Readable } from 'node:stream';

/** A file at a destination. */
export interface Stored {
  /** From the destination's own top, with its prefix: `backups/shop/orders/20261122t103000z-k3v9x2ab/data.zst`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** Where backups lie: a claim's folder or a bucket. All errors are {@link Obstacle}s where their cause is known. */
export interface Place {
  /** Writes a file whole or not at all: where the source breaks off, nothing stands under its name. `expected` is a guess of its bytes. */
  readonly write: (path: string, source: AsyncIterable<Uint8Array>, expected?: number) => Promise<void>;
  /** Throws {@link Missing} where there is none. */
  readonly read: (path: string) => Promise<Readable>;
  /** Bytes of a file; throws {@link Missing} where there is none. */
  readonly size: (path: string) => Promise<number>;
  /** All files below a folder, in the order of their paths. */
  readonly list: (folder: string) => AsyncIterable<Stored>;
  /** Removes a file for good before it returns; one that is gone already is fine. */
  readonly remove: (path: string) => Promise<void>;
  /** Removes what is left of broken-off writes below a folder, and the folder where it is empty then. */
  readonly tidy: (folder: string) => Promise<void>;
}

/** Why it does not go on, in plain words for a person. */
export class Obstacle extends Error {
  override readonly name: string = 'Obstacle';
}

/** The backup itself cannot be relied on: no other way, place or key would help. */
export class Fault extends Obstacle {
  override readonly name = 'Fault';
}

/** The engine's side stopped reading: it has its reasons, and says them. */
export class Unread extends Obstacle {
  override readonly name = 'Unread';
}

/** A file is not there. */
export class Missing extends Obstacle {
  override readonly name = 'Missing';
}

/** Joins parts of a path, leaving out empty ones. */
export const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('/');

/** Reads a small file as text. */
export async function readText(place: Place, path: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await place.read(path)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Writes a small file. */
export async function writeText(place: Place, path: string, text: string): Promise<void> {
  // eslint-disable-next-line @typescript-eslint/require-await -- a source is asynchronous by its type
  async function* source(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  await place.write(path, source());
}
