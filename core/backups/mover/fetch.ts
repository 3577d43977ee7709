import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BackupFile, Manifest } from '../manifest.ts';
import { asManifest, MANIFEST_FILE, parsed } from '../manifest-text.ts';
import { decompressor, decrypterWith } from './coding.ts';
import type { Exchange } from './exchange.ts';
import { backupFolder } from './folders.ts';
import { Fault, joined, Missing, Obstacle, readText, Unread, type Place } from './place.ts';
import type { FetchRequest } from './request.ts';
import { stamp, watched, type Tally } from './tally.ts';

/** Bytes that are held back until all before them has been proven: whoever reads a damaged backup never gets its end. */
const HELD = 64 * 1024;

/** Reads and checks the manifest of a backup. Throws a {@link Fault} where it cannot be relied on. */
export async function manifestOf(place: Place, folder: string, id: string): Promise<Manifest> {
  const text = await readText(place, joined(folder, MANIFEST_FILE)).catch((error: unknown) => {
    throw error instanceof Missing ? new Fault(`The backup ${id} is not complete: it has no manifest.`) : error;
  });
  const manifest = parsed(text, asManifest);
  if (typeof manifest === 'string') throw new Fault(`The manifest of ${id} cannot be relied on: ${manifest}.`);
  if (manifest.id !== id) throw new Fault(`The manifest in the folder of ${id} is that of ${manifest.id}.`);
  return manifest;
}

/** Passes a stream on but for its last bytes, which follow once `proven` returns. */
export async function* heldBack(source: AsyncIterable<Uint8Array>, proven: () => void): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = Buffer.alloc(0);
  for await (const chunk of source) {
    const all = held.byteLength === 0 ? chunk : Buffer.concat([held, chunk]);
    const cut = Math.max(0, all.byteLength - HELD);
    if (cut > 0) yield all.subarray(0, cut);
    held = Buffer.from(all.subarray(cut));
  }
  proven();
  if (held.byteLength > 0) yield held;
}

function compare(file: BackupFile, tally: Tally, sha256: string): void {
  const said = (what: string, is: number, should: number): string =>
    `The backup is damaged: ${file.name} ${what} ${is} bytes, and its manifest says ${should}.`;
  if (tally.stored !== file.size) throw new Fault(said('has', tally.stored, file.size));
  if (sha256 !== file.sha256) throw new Fault(`The backup is damaged: the checksum of ${file.name} is another one.`);
  if (tally.bytes !== file.plainSize) throw new Fault(said('unpacks to', tally.bytes, file.plainSize));
}

/** Passes on what a place gives. Where reading breaks off, that says nothing about the backup, though all after it would not fit. */
export async function* reading(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const pieces = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const piece = await pieces.next().catch((error: unknown) => {
        if (error instanceof Obstacle) throw error;
        const { code, message } = error as { code?: string; message?: string };
        throw new Obstacle(`Reading ${name} broke off (${code ?? message ?? 'no more is known'}).`);
      });
      if (piece.done === true) return;
      yield piece.value;
    }
  } finally {
    await pieces.return?.();
  }
}

/** Errors of zstd and age come before the checksum's, which the stream's end alone can tell. */
function damaged(error: unknown, file: BackupFile): unknown {
  if (error instanceof Obstacle) return error;
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'EPIPE') return new Unread('The engine’s side stopped reading before the backup’s end.');
  return new Fault(
    `The backup is damaged: ${file.name} cannot be unpacked (${code ?? message ?? 'no more is known'}).`,
  );
}

/** Reads a backup into the FIFO. Size and checksum are compared while it flows; its last bytes come only when they are right. */
export async function fetchBackup(
  request: FetchRequest,
  place: Place,
  exchange: Exchange,
  tally: Tally,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const folder = backupFolder(request.destination, request.shelf, request.id);
  const manifest = await manifestOf(place, folder, request.id);
  const [file, ...more] = manifest.files;
  if (file === undefined || more.length > 0) throw new Obstacle('The backup is of several files, which is not known.');
  if (!request.engines.includes(manifest.engine))
    throw new Obstacle(`The backup is one of ${manifest.engine}, which ${request.engines.join(', ')} cannot read.`);
  const decrypt = manifest.encryption === 'age' ? decrypterWith(env['PLINTH_AGE_IDENTITY']) : undefined;
  // A size that differs is found before anything flows.
  const size = await place.size(joined(folder, file.name)).catch((error: unknown) => {
    throw error instanceof Missing
      ? new Fault(`The backup ${request.id} is not complete: ${file.name} is missing.`)
      : error;
  });
  if (size !== file.size)
    throw new Fault(`The backup is damaged: ${file.name} has ${size} bytes, and its manifest says ${file.size}.`);

  const { see, sha256 } = stamp(tally);
  const source = await place.read(joined(folder, file.name));
  const handle = await exchange.open('write');
  try {
    const stored = Readable.from(watched(reading(source, file.name), see), { objectMode: false });
    const opened = decrypt === undefined ? stored : Readable.from(await decrypt(stored), { objectMode: false });
    const into = async (plain: AsyncIterable<Uint8Array>): Promise<void> => {
      const counted = watched(plain, ({ byteLength }) => (tally.bytes += byteLength));
      for await (const chunk of heldBack(counted, () => compare(file, tally, sha256()))) await handle.writeFile(chunk);
    };
    if (manifest.compression === 'zstd') await pipeline(opened, decompressor(), into);
    else await pipeline(opened, into);
    await exchange.moved(0);
  } catch (error) {
    await exchange.moved(1);
    throw damaged(error, file);
  } finally {
    await handle.close();
  }
}
