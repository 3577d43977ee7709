import type { Connection } from '../cluster/connection.ts';
import { CLOCK } from './clock.ts';
import { ENDED, NOT_BEGUN, type JournalRecord } from './journal-model.ts';
import { journalObject, readJournal } from './journal-text.ts';
import { journalName } from './names.ts';
import { patiently } from './patience.ts';
import { NoWayBack } from './trouble.ts';

/**
 * Wishes that a running operation be taken back: its runner sees it within 3 s. Gives the record with the wish. Throws {@link NoWayBack} after the point of no return and
 * where it has ended.
 */
export async function requestCancel(connection: Connection, { id, database }: JournalRecord): Promise<JournalRecord> {
  const name = journalName(database.namespace, id);
  const signal = new AbortController().signal;
  return patiently({ clock: CLOCK, signal, again: 5 }, async () => {
    const object = await connection.read(name);
    const record = readJournal(object);
    if (typeof record === 'string') throw new NoWayBack(`The journal of ${id} cannot be read. ${record}`);
    if (ENDED.includes(record.phase)) throw new NoWayBack(`«${record.title}» has ended already: ${record.phase}.`);
    const point = record.steps.find((step) => step.pointOfNoReturn === true && !NOT_BEGUN.includes(step.state));
    if (point !== undefined)
      throw new NoWayBack(
        `«${record.title}» is past its point of no return («${point.title}»): it can only go forward.`,
      );
    if (record.wish === 'cancel') return record;
    const wished: JournalRecord = { ...record, wish: 'cancel' };
    await connection.replace(journalObject(wished, object), name);
    return wished;
  });
}
