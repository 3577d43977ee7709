import type { Connection } from '../cluster/connection.ts';
import type { JournalRecord } from './journal-model.ts';

/**
 * Wishes that a running operation be taken back: its runner sees it within 3 s. Gives the record with the wish. Throws {@link ./trouble.NoWayBack} after the
 * point of no return and where it has ended.
 */
export function requestCancel(_connection: Connection, _record: JournalRecord): Promise<JournalRecord> {
  return Promise.reject(new Error('Not written yet.'));
}
