import type { Facts } from '../../runner/step.ts';

/** The fact under which it stands what the old primary has and the candidate has not. */
export const LOSS = 'loss';

/** What is lost when the candidate is promoted, read from the old primary's volume. */
export interface Loss {
  /** Transactions that were committed on the old primary and are not on the candidate; undefined: nobody can tell, and `why` says why. */
  readonly transactions?: number;
  /** Bytes of the log, where it is counted so. */
  readonly bytes?: number;
  /** When the last of them was committed, as the engine writes it. */
  readonly last?: string;
  readonly why?: string;
  /** The uid of the pod behind whose fence it was read: behind another one it says nothing. */
  readonly fenced?: string;
}

/** What is known of it; undefined where it was not looked for yet. */
export function lossOf(facts: Facts): Loss | undefined {
  const found = facts[LOSS];
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Loss) : undefined;
}

/** `3 transactions (412 bytes of log, the last of 2026-11-23 10:43:12 UTC)`. */
export function lossWords({ transactions, bytes, last, why }: Loss): string {
  if (transactions === undefined) return `nobody can tell (${why ?? 'it was not read'})`;
  if (transactions === 0) return 'no transaction';
  const more = [
    ...(bytes === undefined ? [] : [`${String(bytes)} bytes of log`]),
    ...(last === undefined ? [] : [`the last of ${last}`]),
  ].join(', ');
  return `${String(transactions)} transaction${transactions === 1 ? '' : 's'}${more === '' ? '' : ` (${more})`}`;
}
