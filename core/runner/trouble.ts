import type { Refusal } from './step.ts';

/** It was not begun (or not taken up again), and nothing was changed. */
export class OperationRefused extends Error {
  override readonly name = 'OperationRefused';
  readonly refusals: readonly Refusal[];

  constructor(refusals: readonly Refusal[]) {
    super(refusals.map(({ what, evidence, wayOut }) => `${what} (${evidence}) ${wayOut}`).join('\n'));
    this.refusals = refusals;
  }
}

/**
 * This runner no longer holds the database's Lease, and has changed nothing since. `by` is whoever holds it now; undefined where nobody is known to: the Lease
 * could not be renewed in time, and the operation waits in its journal to be taken up again.
 */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  readonly by: string | undefined;

  constructor(message: string, by?: string) {
    super(message);
    this.by = by;
  }
}

/** It can no longer be cancelled or taken back; the message says why and what is possible. */
export class NoWayBack extends Error {
  override readonly name = 'NoWayBack';
}
