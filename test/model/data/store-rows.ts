import type { Manifest } from '../../../core/backups/manifest.ts';
import { MANIFEST_FILE } from '../../../core/backups/manifest-text.ts';
import { backupFolder } from '../../../core/backups/mover/folders.ts';
import { joined, Missing, Obstacle, writeText } from '../../../core/backups/mover/place.ts';
import type { StoreRequest } from '../../../core/backups/mover/request.ts';
import { DATA, dumpOf, manifestOf, type Said } from './dumped.ts';
import { EngineEnded, podOf, type Work } from './mover.ts';

/** Milliseconds of a count, and of each piece of a dump. */
const COUNT = 150;
const PIECE = 250;
const PIECES = 3;

/** What the engine's container finds out around a dump: the server's facts, and the answer to a person's query. */
function asked({ servers }: Work, { HOST, PLINTH_QUERY }: Readonly<Record<string, string>>): Said {
  const said = servers.says(podOf(HOST));
  if (said === undefined) throw new EngineEnded(1, 'The engine’s side ended before it opened the stream.');
  if (PLINTH_QUERY === undefined) return said;
  const query = servers.answers(podOf(HOST));
  return { ...said, 'query.text': PLINTH_QUERY, ...(query === undefined ? {} : { query }) };
}

/** Dumps the rows of a member to the destination, and writes the manifest last, as the mover's `store` does. Its beginning is taken back where it breaks off. */
export async function storeRows(
  work: Work,
  { start, destination }: StoreRequest,
  engine: Readonly<Record<string, string>>,
): Promise<Manifest> {
  const { world, shelf, servers, running, say } = work;
  const place = shelf.seenFrom(running.gone);
  const folder = backupFolder(destination, start.database, start.id);
  await place.size(joined(folder, MANIFEST_FILE)).then(
    () => {
      throw new Obstacle('A backup of this id is there already.');
    },
    (error: unknown) => {
      if (!(error instanceof Missing)) throw error;
    },
  );
  // Half of the pods are ended without being asked, as with their node: what they have written lies there for ever.
  const hears = running.pod.charCodeAt(running.pod.length - 1) % 2 === 0;
  /** The engine's shell hears SIGTERM, and says so; the server may go away meanwhile. */
  const goOn = async (milliseconds: number): Promise<void> => {
    await world.time.sleep(milliseconds);
    if (running.gone.aborted || (running.asked.aborted && !hears)) await new Promise<never>(() => undefined);
    if (running.asked.aborted) throw ended(143);
    if (servers.rows(podOf(engine['HOST'])) === undefined) throw ended(1);
  };
  const before = asked(work, engine);
  await goOn(COUNT);
  const dump = dumpOf(servers.rows(podOf(engine['HOST'])) ?? []);
  let after: Said = before;
  async function* stream(): AsyncGenerator<Uint8Array> {
    const size = Math.ceil(dump.length / PIECES);
    for (let piece = 0; piece < PIECES; piece++) {
      await goOn(PIECE);
      const bytes = Math.min(dump.length, (piece + 1) * size);
      say({ progress: { bytes, stored: bytes } });
      yield Buffer.from(dump.slice(piece * size, bytes));
    }
    await goOn(COUNT);
    after = asked(work, engine);
  }
  await place.write(joined(folder, DATA), stream());
  const manifest = manifestOf(start, dump, before, after, world.time.now());
  await writeText(place, joined(folder, MANIFEST_FILE), JSON.stringify(manifest));
  return manifest;
}

const ended = (code: number): EngineEnded =>
  new EngineEnded(code, `The dump failed: the engine’s side ended with exit code ${String(code)}.`);
