import type { Connection } from '../cluster/connection.ts';
import type { Clock } from '../runner/clock.ts';
import { requestCancel } from '../runner/cancel.ts';
import type { Tell } from '../runner/events.ts';
import { ENDED, type JournalRecord } from '../runner/journal-model.ts';
import { isPassing } from '../runner/patience.ts';
import type { DatabaseName } from '../runner/plan.ts';
import { LeaseLost, NoWayBack, OperationRefused } from '../runner/trouble.ts';
import { eventsBetween } from './journal-events.ts';
import { takeDown } from './launch.ts';
import { recordOf } from './pod/record-of.ts';
import { lookAtPods, type PodsSeen } from './pods-seen.ts';
import { CLIENT_VARIABLE } from './who-runs.ts';

/** Milliseconds between two looks at the journal, and at the pods. */
const EVERY = 750;
const PODS = 5_000;
/** Milliseconds within which the pods must have begun. */
const BEGIN = 240_000;

export interface Follow {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly database: DatabaseName;
  /** The operation's. */
  readonly id: string;
  readonly tell: Tell;
  /** Aborted: cancel. */
  readonly signal: AbortSignal;
}

/**
 * Watches runner pods by their journal until the operation has ended. A cluster that does not answer for a while is asked on: what is not seen is not failed. Throws
 * {@link OperationRefused} where nothing was begun, and {@link LeaseLost} where the pods are gone and the operation waits to be taken up.
 */
export async function followRun(follow: Follow): Promise<JournalRecord> {
  const { connection, clock, database, id, tell, signal } = follow;
  const { namespace } = database;
  const began = clock.now();
  let known: JournalRecord | undefined;
  let looked = clock.now();
  let wished = false;
  for (;;) {
    try {
      const record = await recordOf(connection, namespace, id);
      if (record !== undefined && JSON.stringify(record) !== JSON.stringify(known)) {
        for (const event of eventsBetween(known, record)) tell(event);
        known = record;
      }
      if (record !== undefined && ENDED.includes(record.phase)) return record;
      if (signal.aborted && !wished) {
        if (record === undefined) return await neverBegin(follow, 'It was cancelled before it began.');
        wished = true;
        await requestCancel(connection, record).catch((error: unknown) => {
          // Past the point of no return it goes on.
          if (error instanceof NoWayBack) return;
          wished = false;
          throw error;
        });
      }
      if (clock.now() - looked >= PODS) {
        looked = clock.now();
        const seen = await lookAtPods(connection, namespace, id);
        if (seen.job !== 'running') return await withoutPods(follow, seen);
        if (known === undefined && clock.now() - began > BEGIN)
          return await neverBegin(follow, seen.trouble ?? `They have not begun in ${BEGIN / 1000} s.`);
      }
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
    await clock.sleep(EVERY);
  }
}

/** The pods have ended: the journal, read once more, says with what. */
async function withoutPods({ connection, database, id }: Follow, seen: PodsSeen): Promise<JournalRecord> {
  const record = await recordOf(connection, database.namespace, id);
  if (record === undefined) {
    // So that it can be begun again at once, under the same id.
    await takeDown(connection, database.namespace, id).catch(() => undefined);
    throw notBegun(seen);
  }
  if (ENDED.includes(record.phase)) return record;
  throw new LeaseLost(
    `The runner pods have ended${seen.trouble === undefined ? '' : ` (${seen.trouble})`}, and the operation has not: take it up again.`,
  );
}

/** Takes the pods down, and looks whether they have begun all the same. */
async function neverBegin(follow: Follow, why: string): Promise<JournalRecord> {
  const { connection, clock, database, id } = follow;
  await takeDown(connection, database.namespace, id);
  for (;;) {
    const seen = await lookAtPods(connection, database.namespace, id);
    if (seen.job === 'gone') return withoutPods(follow, { ...seen, trouble: seen.trouble ?? why });
    await clock.sleep(EVERY);
  }
}

function notBegun({ refusals, trouble }: PodsSeen): OperationRefused {
  return new OperationRefused(
    refusals ?? [
      {
        id: 'R9',
        kind: 'mend',
        what: 'The runner pods did not begin the operation. Nothing was changed.',
        evidence: trouble ?? 'They ended without a word.',
        wayOut: `See why the pods do not start; with ${CLIENT_VARIABLE}=client in its environment this program runs the operation itself.`,
      },
    ],
  );
}
