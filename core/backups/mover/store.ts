import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Manifest } from '../manifest.ts';
import { MANIFEST_FILE } from '../manifest-text.ts';
import { compressor, encrypterFor } from './coding.ts';
import type { Exchange } from './exchange.ts';
import { backupFolder } from './folders.ts';
import { joined, Missing, Obstacle, writeText, type Place } from './place.ts';
import type { StoreRequest } from './request.ts';
import { stamp, watched, type Tally } from './tally.ts';

const MIB = 1024 * 1024;

/** Refuses to write over a backup. */
async function mustBeNew(place: Place, folder: string): Promise<void> {
  try {
    await place.size(joined(folder, MANIFEST_FILE));
  } catch (error) {
    if (error instanceof Missing) return;
    throw error;
  }
  throw new Obstacle('A backup of this id is there already.');
}

/**
 * The dump, from the FIFO. Its end is passed on only once the engine's side has said that it ended well: so what broke off is never written to its end, and
 * the destination takes its beginning back.
 */
async function* dump(exchange: Exchange): AsyncGenerator<Uint8Array> {
  const handle = await exchange.open('read');
  for await (const chunk of handle.createReadStream({ highWaterMark: MIB })) yield chunk as Buffer;
  const status = await exchange.ended();
  if (status !== 0) throw new Obstacle(`The dump failed: the engine’s side ended with exit code ${status}.`);
}

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

/** The numbers under keys that begin so. */
function counted(facts: ReadonlyMap<string, string>, prefix: string): Record<string, number> {
  const found = [...facts].flatMap(([key, value]): [string, number][] =>
    key.startsWith(prefix) && /^\d+$/u.test(value) ? [[key.slice(prefix.length), Number(value)]] : [],
  );
  return Object.fromEntries(found);
}

function described(request: StoreRequest, facts: ReadonlyMap<string, string>): Omit<Manifest, 'files'> {
  const role = facts.get('role');
  const after = counted(facts, 'countAfter.');
  const known = (key: string): string | undefined => nonEmpty(facts.get(key));
  return {
    schema: 1,
    ...request.start,
    engineVersion: facts.get('version') ?? '',
    ended: Date.now(),
    from: known('position.start'),
    to: known('position.end'),
    identity: known('identity'),
    memberRole: role === 'primary' || role === 'replica' ? role : 'unknown',
    counts: counted(facts, 'count.'),
    ...(Object.keys(after).length > 0 && { countsAfter: after }),
    compression: 'zstd',
    encryption: request.recipients.length > 0 ? 'age' : 'none',
  };
}

/** Takes the dump from the engine's side to the destination, and writes its manifest last. */
export async function store(request: StoreRequest, place: Place, exchange: Exchange, tally: Tally): Promise<Manifest> {
  const { namespace, name } = request.start.database;
  const folder = backupFolder(request.destination, { namespace, name }, request.start.id);
  const encrypt = request.recipients.length > 0 ? encrypterFor(request.recipients) : undefined;
  const zstd = compressor();
  await mustBeNew(place, folder);

  const file = encrypt === undefined ? 'data.zst' : 'data.zst.age';
  const { see, sha256 } = stamp(tally);
  const flowing = watched(dump(exchange), ({ byteLength }) => (tally.bytes += byteLength));
  let refuse: (why: unknown) => void = () => undefined;
  const refused = new Promise<never>((_, reject) => (refuse = reject));
  const flow = pipeline(
    Readable.from(flowing, { objectMode: false }),
    zstd,
    async (source: AsyncIterable<Uint8Array>) => {
      try {
        const coded = encrypt === undefined ? source : await encrypt(Readable.from(source, { objectMode: false }));
        await place.write(joined(folder, file), watched(coded, see), request.expected);
      } catch (error) {
        // The pipeline itself ends only after the FIFO's next piece has come, and that may be never.
        refuse(error);
        throw error;
      }
    },
  );
  flow.catch(() => undefined);
  refused.catch(() => undefined);
  await Promise.race([flow, refused]);

  const facts = await exchange.facts();
  const stored = { name: file, size: tally.stored, plainSize: tally.bytes, sha256: sha256() };
  if (tally.bytes === 0) throw await withdrawn(place, folder, file, 'The dump is empty.');
  if (!facts.get('version')) throw await withdrawn(place, folder, file, 'The engine’s side did not say its version.');
  const manifest: Manifest = { ...described(request, facts), files: [stored] };
  await writeText(place, joined(folder, MANIFEST_FILE), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return manifest;
}

/** Removes what was stored, and gives the reason. */
async function withdrawn(place: Place, folder: string, file: string, why: string): Promise<Obstacle> {
  await place.remove(joined(folder, file));
  return new Obstacle(why);
}
