import { MANIFEST_FILE } from '../manifest-text.ts';
import { backupFolder, shelfFolder } from './folders.ts';
import { backupsAt } from './index-at.ts';
import type { ListedBackup } from './lines.ts';
import { joined, Obstacle, type Place } from './place.ts';
import type { RemoveRequest } from './request.ts';

/** Refuses to remove the last verified backup (R22); which one it is, is looked for at the destination. */
function guardLastVerified({ ids, keeps }: RemoveRequest, found: readonly ListedBackup[]): void {
  const verified = found.flatMap(({ backup: { id, state } }) => (state === 'verified' ? [id] : []));
  const last = verified.sort().at(-1);
  if (last === undefined || !ids.includes(last)) return;
  if (keeps !== undefined && verified.includes(keeps) && !ids.includes(keeps)) return;
  throw new Obstacle(
    keeps === undefined
      ? `${last} is the last verified backup, and nothing was removed. Verify another one first, or name the one that stays.`
      : `${last} is the last verified backup, and ${keeps}, which was to stay, is none that is verified. Nothing was removed.`,
  );
}

/**
 * Removes backups, and gives the ids of those that are gone. The manifest goes first: a removal that breaks off leaves what counts as not complete, never what
 * looks whole. Then the data, then the outcomes of restore tests. Run again it finishes; an id that is gone already is fine.
 */
export async function removeBackups(request: RemoveRequest, place: Place): Promise<readonly string[]> {
  const { destination, shelf, ids } = request;
  const folders = ids.map((id) => backupFolder(destination, shelf, id));
  const found: ListedBackup[] = [];
  for await (const listed of backupsAt(place, destination.prefix, shelf)) found.push(listed);
  guardLastVerified(request, found);
  const top = shelfFolder(destination, shelf);
  for (const folder of folders) {
    if (!folder.startsWith(`${top}/`)) throw new Obstacle(`${folder} is outside of the database’s folder.`);
    await place.remove(joined(folder, MANIFEST_FILE));
    const rest: string[] = [];
    for await (const { path } of place.list(folder)) rest.push(path);
    for (const path of rest) await place.remove(path);
    await place.tidy(folder);
  }
  return ids;
}
