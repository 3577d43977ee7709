import type { ApiObject, Connection } from '../cluster/connection.ts';
import { journals } from './journal.ts';
import { ENDED, type JournalRecord } from './journal-model.ts';
import { journalName, PHASE_LABEL } from './names.ts';
import { isTrouble } from './patience.ts';
import type { DatabaseName } from './plan.ts';
import type { Refusal } from './step.ts';
import { OperationRefused } from './trouble.ts';

/** Throws {@link OperationRefused} with all of them; none is fine. */
export function refuseIfAny(refusals: readonly Refusal[]): void {
  if (refusals.length > 0) throw new OperationRefused(refusals);
}

/** Refuses an operation whose journal is there: of two runners of one operation the second one finds it begun. Throws {@link OperationRefused}. */
export async function refuseIfBegun(connection: Connection, database: DatabaseName, id: string): Promise<void> {
  const name = journalName(database.namespace, id);
  const found = await connection.read(name).catch((error: unknown) => {
    if (isTrouble(error, 'missing')) return undefined;
    throw error;
  });
  if (found === undefined) return;
  refuseIfAny([
    {
      id: 'R9',
      kind: 'mend',
      what: `The operation ${id} has begun already, by another runner.`,
      evidence: `Its journal, the ConfigMap ${name.name}, is there.`,
      wayOut: 'Watch it; where nobody is at it any more, resume it or take it back.',
    },
  ]);
}

/** Gives the database's records, after making sure that no other operation is open. */
export async function refuseIfOpen(
  connection: Connection,
  database: DatabaseName,
  id: string,
): Promise<readonly JournalRecord[]> {
  const stored = await journals(connection, database.namespace, database);
  const records = stored.flatMap(({ record }) => (typeof record === 'string' ? [] : [record]));
  refuseIfAny(stored.flatMap(({ object, record }) => (typeof record === 'string' ? unreadable(object, record) : [])));
  const open = records.filter((record) => record.id !== id && !ENDED.includes(record.phase));
  refuseIfAny(
    open.map((record) => ({
      id: 'R9',
      kind: 'mend',
      what: `Another operation on this database has not ended: «${record.title}» (${record.id}).`,
      evidence: `Its journal says ${record.phase}, begun by ${record.by} at ${new Date(record.started).toISOString()}.`,
      wayOut: 'Wait for its end; where nobody is at it any more, resume it or take it back.',
    })),
  );
  return records;
}

/** A journal that cannot be read may be that of an operation that has not ended: unknown is not ended. */
function unreadable({ metadata }: ApiObject, why: string): Refusal[] {
  const phase = ((metadata['labels'] ?? {}) as Readonly<Record<string, unknown>>)[PHASE_LABEL];
  if (ENDED.some((ended) => ended === phase)) return [];
  return [
    {
      id: 'R9',
      kind: 'mend',
      what: 'Another operation on this database may not have ended: its journal cannot be read.',
      evidence: `The ConfigMap ${metadata.name}: ${why}`,
      wayOut: `Look at it with the version of Plinth that wrote it. Where it is certain that nobody is at it, remove the ConfigMap ${metadata.name}.`,
    },
  ];
}
