import type { Progress } from './hand.ts';
import type { DatabaseName, Expectation, OperationId, Parameters } from './plan.ts';
import type { Facts, Refusal } from './step.ts';

/**
 * How an operation stands. `failed`: it stopped, and nothing was to be taken back. `needs-attention`: a person must act; the commands stand in
 * {@link JournalRecord.attention}.
 */
export type Phase =
  'planned' | 'running' | 'undoing' | 'done' | 'rolled-back' | 'failed' | 'cancelled' | 'needs-attention';

/** Phases in which nothing more happens. `cancelled` is `rolled-back` at a person's wish. */
export const ENDED: readonly Phase[] = ['done', 'rolled-back', 'failed', 'cancelled', 'needs-attention'];

/** What became of a step so far. */
export interface StepRecord {
  readonly id: string;
  readonly title: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'undoing' | 'undone' | 'skipped';
  /** Milliseconds since 1970. */
  readonly started?: number;
  readonly ended?: number;
  /** What was seen last: the evidence of the observation, or why it failed. */
  readonly evidence?: string;
  readonly progress?: Progress & { readonly at: number };
  /** Once it has begun there is no way back. */
  readonly pointOfNoReturn?: true;
}

/** States of a step that has not done anything. `skipped`: it was found done before. */
export const NOT_BEGUN: readonly StepRecord['state'][] = ['waiting', 'skipped'];

/**
 * The record of one operation, in the ConfigMap `plinth-op-<id>` beside the database, under the key `journal.json`. It holds no secret and no command that
 * is ever executed.
 */
export interface JournalRecord {
  readonly schema: 1;
  readonly id: string;
  readonly operation: OperationId;
  readonly database: DatabaseName;
  readonly parameters: Parameters;
  /** Ids of refusals that the person accepted by typing. */
  readonly accepted: readonly string[];
  readonly title: string;
  readonly phase: Phase;
  /** Who asked, as far as the cluster tells: the context's user. */
  readonly by: string;
  readonly started: number;
  readonly ended?: number;
  readonly epoch: number;
  readonly steps: readonly StepRecord[];
  readonly facts: Facts;
  /** Somebody wants it taken back: `cancel` before the point of no return. */
  readonly wish?: 'cancel';
  /** Why it ended as it did, where it is not `done`. */
  readonly reason?: string;
  readonly refusals?: readonly Refusal[];
  /** For `needs-attention`: exact commands for a person. */
  readonly attention?: readonly string[];
  readonly expected: { readonly rpo: Expectation; readonly rto: Expectation };
  readonly measured?: Readonly<Record<string, number>>;
}
