import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Manifest } from '../manifest.ts';
import { MANIFEST_FILE } from '../manifest-text.ts';
import { compressor, encrypterFor } from './coding.ts';
import type { Exchange } from './exchange.ts';
import { backupFolder } from './folders.ts';
import { joined, Missing, Obstacle, writeText, type Place } from './place.ts';
import type { StoreRequest } from './request.ts';
import { stamp, watched, type Tally } from './tally.ts';

const MIB = 1024 * 1024;

/** Milliseconds that a write which broke off is given to remove what it has written. */
const TAKING_BACK = 5_000;

/** Somebody takes the Job away. */
const ENDED = new Obstacle('The backup was ended from outside before it was complete.');

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

/** What there can have been between the two counts: what was added and removed since the first. A counter that went back began anew, and says nothing. */
function limits(facts: ReadonlyMap<string, string>): Record<string, readonly [number, number]> {
  const [before, after] = [counted(facts, 'count.'), counted(facts, 'countAfter.')];
  const moved = (way: string, name: string): number => {
    const number = (end: string): number => Number(facts.get(`${end}.${way}.${name}`) ?? NaN);
    return number('end') - number('start');
  };
  const found = Object.entries(before).flatMap(([name, first]): [string, readonly [number, number]][] => {
    const [gained, lost, last] = [moved('gained', name), moved('lost', name), after[name]];
    if (last === undefined || !(gained >= 0) || !(lost >= 0)) return [];
    return [[name, [Math.max(0, Math.min(last, first - lost)), Math.max(last, first + gained)]]];
  });
  return Object.fromEntries(found);
}

function asked(facts: ReadonlyMap<string, string>): Pick<Manifest, 'query'> {
  const text = facts.get('query.text');
  if (text === undefined) return {};
  const told = (name: string) => {
    const value = facts.get(`query.${name}`);
    return value === undefined || value === '' ? {} : { [name]: value };
  };
  return { query: { text, ...told('database'), ...told('before'), ...told('after') } };
}

function described(request: StoreRequest, facts: ReadonlyMap<string, string>): Omit<Manifest, 'files'> {
  const role = facts.get('role');
  const after = counted(facts, 'countAfter.');
  const between = limits(facts);
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
    ...asked(facts),
    ...(Object.keys(between).length > 0 && { countLimits: between }),
    compression: 'zstd',
    encryption: request.recipients.length > 0 ? 'age' : 'none',
  };
}

/** Takes the dump from the engine's side to the destination, and writes its manifest last. Where `ended` is aborted before that, nothing of it stays there. */
export async function store(
  request: StoreRequest,
  place: Place,
  exchange: Exchange,
  tally: Tally,
  ended: AbortSignal,
): Promise<Manifest> {
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
  const end = (): void => {
    refuse(ENDED);
  };
  ended.addEventListener('abort', end);
  if (ended.aborted) end();
  try {
    await Promise.race([flow, refused]);
  } catch (error) {
    // Once the writing has taken its beginning back; of a bucket that may take a while, and nothing waits for it for ever.
    await Promise.race([refused.catch(() => undefined), wait(TAKING_BACK, undefined, { ref: false })]);
    await place.tidy(folder).catch(() => undefined);
    throw error;
  }

  const facts = await exchange.facts();
  const stored = { name: file, size: tally.stored, plainSize: tally.bytes, sha256: sha256() };
  if (tally.bytes === 0) throw await withdrawn(place, folder, file, 'The dump is empty.');
  if (ended.aborted) throw await withdrawn(place, folder, file, ENDED.message);
  if (!facts.get('version')) throw await withdrawn(place, folder, file, 'The engine’s side did not say its version.');
  const manifest: Manifest = { ...described(request, facts), files: [stored] };
  await writeText(place, joined(folder, MANIFEST_FILE), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return manifest;
}

/** Removes what was stored, and gives the reason. */
async function withdrawn(place: Place, folder: string, file: string, why: string): Promise<Obstacle> {
  await place.remove(joined(folder, file));
  await place.tidy(folder).catch(() => undefined);
  return new Obstacle(why);
}
