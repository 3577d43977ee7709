import type { ApiObject, Connection } from '../../cluster/connection.ts';
import type { Clock } from '../../runner/clock.ts';
import { ENDED, type JournalRecord } from '../../runner/journal-model.ts';
import { DURATION, specOf, type WatchedLease } from '../../runner/lease.ts';
import { leaseName } from '../../runner/names.ts';
import { isPassing, isTrouble } from '../../runner/patience.ts';
import type { DatabaseName } from '../../runner/plan.ts';
import { recordOf } from './record-of.ts';

/** Milliseconds between two looks, and for one. */
const EVERY = 1_000;
const LOOK = 5_000;

export interface Watch {
  readonly connection: Pick<Connection, 'read'>;
  readonly clock: Clock;
  readonly database: DatabaseName;
  /** The operation's. */
  readonly id: string;
}

/** What became of an operation while one stood by. */
export type StoodBy =
  | { readonly state: 'ended'; readonly record: JournalRecord }
  /** Its journal was removed, and nobody is at it. */
  | { readonly state: 'gone' }
  /** Nobody is at it: the Lease was let go, or stood unchanged for its duration as `watched` says. */
  | { readonly state: 'left'; readonly record: JournalRecord; readonly watched: WatchedLease | undefined };

/**
 * Stands by an operation that another runner leads, until it has ended or nobody leads it any more. Time counts by the own clock only, as in client-go's leader election; an
 * API that does not answer decides nothing.
 */
export async function standBy({ connection, clock, database, id }: Watch): Promise<StoodBy> {
  let seen: WatchedLease | undefined;
  for (let looks = 0; ; looks++) {
    if (looks > 0) await clock.sleep(EVERY);
    try {
      // The Lease first: who ends an operation writes the end down before letting go.
      const lease = await leaseOf(connection, database);
      const record = await recordOf(connection, database.namespace, id);
      if (record !== undefined && ENDED.includes(record.phase)) return { state: 'ended', record };
      const { holderIdentity: holder = '', leaseDurationSeconds = DURATION } = lease === undefined ? {} : specOf(lease);
      const version = lease?.metadata.resourceVersion;
      if (seen === undefined || seen.version !== version) seen = { version, since: clock.now(), holder };
      const lapsed = clock.now() - seen.since > leaseDurationSeconds * 1000;
      if (holder !== '' && !lapsed) continue;
      if (record === undefined) return { state: 'gone' };
      return { state: 'left', record, watched: holder === '' ? undefined : seen };
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
  }
}

async function leaseOf(connection: Pick<Connection, 'read'>, database: DatabaseName): Promise<ApiObject | undefined> {
  try {
    return await connection.read(leaseName(database), { timeout: LOOK });
  } catch (error) {
    if (isTrouble(error, 'missing')) return undefined;
    throw error;
  }
}
