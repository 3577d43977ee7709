import type { Connection } from '../cluster/connection.ts';
import type { Clock } from './clock.ts';
import type { Tell } from './events.ts';
import type { JournalRecord } from './journal-model.ts';
import type { Plan } from './plan.ts';

/** What every run wants, whether begun or taken up again. */
export interface Running extends Partial<Clock> {
  readonly connection: Connection;
  readonly plan: Plan;
  /** A name for this runner that no other has: `anna@laptop-3f2a`. It stands in the Lease. */
  readonly holder: string;
  readonly onEvent?: Tell;
  /** Aborted: cancel, as with {@link ./cancel.requestCancel}. After the point of no return it changes nothing. */
  readonly signal?: AbortSignal;
}

export interface Beginning extends Running {
  /** Eight characters of a–z and 0–9; the same with which the plan was made. */
  readonly id: string;
  /** Who asks, as the context names them. */
  readonly by: string;
  /** Ids of refusals of the kind `typed` that the person accepted by typing. */
  readonly accepted?: readonly string[];
}

export interface TakingUp extends Running {
  /** As the journal has it. The plan is made anew, from its parameters and facts. */
  readonly record: JournalRecord;
  readonly direction: 'forward' | 'back';
}

/**
 * Runs a plan to its end, whichever that is: the record's phase says which. Throws {@link ./trouble.OperationRefused} where it was not begun,
 * {@link ./trouble.LeaseLost} where this runner had to let go half-way, and {@link ../cluster/trouble.ClusterTrouble} where the cluster cannot be reached at the start.
 */
export function runPlan(_options: Beginning): Promise<JournalRecord> {
  return Promise.reject(new Error('Not written yet.'));
}

/** Takes up an operation whose runner is gone, or that needed a person. Throws as {@link runPlan}, and {@link ./trouble.NoWayBack}. */
export function resumeOperation(_options: TakingUp): Promise<JournalRecord> {
  return Promise.reject(new Error('Not written yet.'));
}
