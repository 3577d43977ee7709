import type { Connection } from '../cluster/connection.ts';
import type { JournalRecord } from './journal-model.ts';
import type { DatabaseName } from './plan.ts';

export interface ListedOperation {
  readonly record: JournalRecord;
  /** A runner is at it: the database's Lease is held for it, and fresh. An operation that has not ended and is not live waits to be resumed or taken back. */
  readonly live: boolean;
  /** The runner that holds the Lease for it. */
  readonly holder?: string;
}

/** A ConfigMap that says that it is a journal, and cannot be read as one. */
export interface UnreadableJournal {
  readonly namespace: string;
  /** The ConfigMap's. */
  readonly name: string;
  readonly why: string;
}

export interface Operations {
  /** The newest first. */
  readonly operations: readonly ListedOperation[];
  readonly unreadable: readonly UnreadableJournal[];
}

/** Operations of a namespace or (undefined) of all; of one database where it is named. Throws {@link ../cluster/trouble.ClusterTrouble}. */
export function listOperations(
  _connection: Connection,
  _namespace: string | undefined,
  _database?: DatabaseName,
): Promise<Operations> {
  return Promise.reject(new Error('Not written yet.'));
}

/** The same, at once and after every change, until the signal is aborted. */
export async function* watchOperations(
  connection: Connection,
  namespace: string | undefined,
  options: { readonly database?: DatabaseName; readonly signal: AbortSignal },
): AsyncGenerator<Operations, void, void> {
  yield await listOperations(connection, namespace, options.database);
}
