import { backupFolder } from '../../../core/backups/mover/folders.ts';
import { manifestOf } from '../../../core/backups/mover/fetch.ts';
import { Fault, joined, readText } from '../../../core/backups/mover/place.ts';
import type { FetchRequest } from '../../../core/backups/mover/request.ts';
import { REFUSED } from '../../../engines/model/dump.ts';
import { rowsIn, sha256 } from './dumped.ts';
import { EngineEnded, podOf, type Work } from './mover.ts';

/** Milliseconds of each piece that is loaded. */
const PIECE = 250;
const PIECES = 3;

/** Reads a backup back into an empty server, as the mover's `fetchBackup` and the engine's `load` do. What breaks off leaves a part of the rows there. */
export async function fetchRows(
  { world, shelf, servers, running, say }: Work,
  { destination, shelf: of, id }: FetchRequest,
  engine: Readonly<Record<string, string>>,
): Promise<{ readonly bytes: number; readonly stored: number }> {
  const place = shelf.seenFrom(running.gone);
  const folder = backupFolder(destination, of, id);
  const { files } = await manifestOf(place, folder, id);
  const text = await readText(place, joined(folder, files[0]?.name ?? ''));
  if (sha256(text) !== files[0]?.sha256) throw new Fault('The backup is damaged: its checksum is another one.');
  const pod = podOf(engine['HOST']);
  const there = servers.rows(pod);
  if (there === undefined) throw new EngineEnded(1, 'The engine’s side ended before it opened the stream.');
  if (there.size > 0) throw new EngineEnded(REFUSED, 'The engine’s side stopped reading.');
  const rows = rowsIn(text);
  const size = Math.ceil(rows.length / PIECES);
  for (let piece = 0; piece < PIECES; piece++) {
    await world.time.sleep(PIECE);
    if (running.gone.aborted) await new Promise<never>(() => undefined);
    if (running.asked.aborted) throw new EngineEnded(143, 'The engine’s side stopped reading.');
    if (!servers.load(pod, rows.slice(piece * size, (piece + 1) * size)))
      throw new EngineEnded(1, 'The engine’s side stopped reading.');
    say({ progress: { bytes: text.length, stored: text.length } });
  }
  return { bytes: text.length, stored: text.length };
}
