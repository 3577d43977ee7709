import { ConstantBackoff, handleWhen, retry } from 'cockatiel';
import { ClusterTrouble, type TroubleKind } from '../cluster/trouble.ts';
import type { Clock } from './clock.ts';

/** Troubles that may be gone a moment later. After `unreachable` and `timeout` nobody knows whether a write has happened: whoever made it looks first. */
const PASSING: ReadonlySet<TroubleKind> = new Set(['unreachable', 'timeout', 'busy', 'server', 'conflict', 'expired']);

export const isPassing = (error: unknown): boolean =>
  error instanceof ClusterTrouble && PASSING.has(error.kind) && error.status !== 501;

export const isTrouble = (error: unknown, ...kinds: readonly TroubleKind[]): boolean =>
  error instanceof ClusterTrouble && kinds.includes(error.kind);

/** In milliseconds. */
const FIRST = 250;
const LONGEST = 4_000;

export interface Patience {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Attempts after the first. */
  readonly again: number;
}

/**
 * Runs what may be run again: the first attempt is number 0. It waits by the runner's clock, so that a test's clock holds for it too; cockatiel counts, and
 * decides. Throws the last trouble.
 */
export async function patiently<T>(
  { clock, signal, again }: Patience,
  attempt: (number: number) => Promise<T>,
): Promise<T> {
  const policy = retry(handleWhen(isPassing), { maxAttempts: again, backoff: new ConstantBackoff(0) });
  let last: unknown;
  return policy.execute(async ({ attempt: number }) => {
    if (number > 0) {
      const asked = last instanceof ClusterTrouble ? last.retryAfter : undefined;
      const pause = asked ?? FIRST * 2 ** (number - 1) * (0.5 + Math.random() / 2);
      await clock.sleep(Math.min(pause, LONGEST), signal).catch((error: unknown) => {
        throw signal.aborted ? signal.reason : error;
      });
    }
    try {
      return await attempt(number);
    } catch (error) {
      last = error;
      throw error;
    }
  }, signal);
}
