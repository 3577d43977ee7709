import type { Connection } from '../../cluster/connection.ts';
import { readJournal } from '../../runner/journal-text.ts';
import type { JournalRecord } from '../../runner/journal-model.ts';
import { journalName } from '../../runner/names.ts';
import { isTrouble } from '../../runner/patience.ts';

/** For one look, in milliseconds. */
const LOOK = 5_000;

/** The journal of an operation; undefined where it has not begun. Throws {@link ../../cluster/trouble.ClusterTrouble}, and an Error for one that cannot be read. */
export async function recordOf(
  connection: Pick<Connection, 'read'>,
  namespace: string,
  id: string,
): Promise<JournalRecord | undefined> {
  try {
    const record = readJournal(await connection.read(journalName(namespace, id), { timeout: LOOK }));
    if (typeof record === 'string') throw new Error(`The journal of ${id} cannot be read. ${record}`);
    return record;
  } catch (error) {
    if (isTrouble(error, 'missing')) return undefined;
    throw error;
  }
}
