import { retained, type Retention } from '../retention.ts';
import { backupsAt } from './index-at.ts';
import type { ListedBackup } from './lines.ts';
import type { Place } from './place.ts';
import { removeBackups } from './remove.ts';
import type { StoreRequest } from './request.ts';

/** Removes what no rule keeps of a database's backups, and gives the ids of what is gone. `now` in milliseconds since 1970. */
export async function keepTo(
  rules: Retention,
  { destination, start, root, exchange }: StoreRequest,
  place: Place,
  now: number,
): Promise<readonly string[]> {
  const { namespace, name } = start.database;
  const shelf = { namespace, name };
  const found: ListedBackup[] = [];
  for await (const listed of backupsAt(place, destination.prefix, shelf)) found.push(listed);
  const verdicts = retained(
    found.map(({ backup }) => backup),
    rules,
    now,
  );
  const ids = verdicts.flatMap(({ id, stays }) => (stays ? [] : [id]));
  return ids.length === 0 ? [] : removeBackups({ do: 'remove', destination, root, exchange, shelf, ids }, place);
}
