import type { JournalRecord } from './journal-model.ts';
import { ENDED } from './journal-model.ts';
import { CLOCK } from './clock.ts';
import { readJournal } from './journal-text.ts';
import { journalName } from './names.ts';
import { isPassing, isTrouble } from './patience.ts';
import { resumeOperation, runPlan, type Beginning, type TakingUp } from './run.ts';
import { LeaseLost } from './trouble.ts';

/** Milliseconds after which what this runner had sent has landed, as another runner would wait for it: the Lease has run out. */
const LAPSE = 12_000;
/** Between two tries, in milliseconds. */
const AGAIN = 3_000;
/** So long it is tried, in milliseconds; then a person takes it up. */
const PATIENCE = 15 * 60_000;

/**
 * {@link runPlan}, and when the API was away for longer than the Lease holds (an outage, a laptop asleep), takes the operation up again by itself, from what is
 * observed then: nobody else can have been at it, or the Lease says so. Deadlines of writes that are away count on meanwhile. Throws as `runPlan`; {@link LeaseLost}
 * where another took over, or the API did not come back.
 */
export async function runSteadily(options: Beginning): Promise<JournalRecord> {
  try {
    return await runPlan(options);
  } catch (error) {
    return takeUpAgain(options, options.id, error);
  }
}

/** {@link resumeOperation}, in the same way. */
export async function resumeSteadily(options: TakingUp): Promise<JournalRecord> {
  try {
    return await resumeOperation(options);
  } catch (error) {
    return takeUpAgain(options, options.record.id, error);
  }
}

async function takeUpAgain(options: Beginning | TakingUp, id: string, lost: unknown): Promise<JournalRecord> {
  const { now = CLOCK.now, sleep = CLOCK.sleep, connection, plan } = options;
  const until = now() + PATIENCE;
  let reason = lost;
  for (let pause = LAPSE; reason instanceof LeaseLost && reason.by === undefined && now() < until; pause = AGAIN) {
    await sleep(pause);
    try {
      const stored = readJournal(await connection.read(journalName(plan.database.namespace, id)));
      if (typeof stored === 'string') break;
      if (ENDED.includes(stored.phase)) return stored;
      const direction = stored.phase === 'undoing' ? 'back' : 'forward';
      return await resumeOperation({ ...options, record: stored, direction, deadMan: 'kept' });
    } catch (error) {
      // It was lost before its journal was written: nothing was changed.
      if (isTrouble(error, 'missing')) break;
      if (error instanceof LeaseLost) reason = error;
      else if (!isPassing(error)) throw error;
    }
  }
  throw reason;
}
