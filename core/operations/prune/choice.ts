import { retained, type Verdict } from '../../backups/retention.ts';
import type { KnownBackup } from '../../backups/known.ts';
import { MOST, type PruneChoice } from './parameters.ts';

/**
 * Says of each backup of a destination whether it goes, and why. `backups`, where some are named: of those that no rule keeps; else by the rules, the oldest first,
 * so many as go at a time.
 */
export function chosen(
  found: readonly Pick<KnownBackup, 'id' | 'state'>[],
  { rules, backups }: PruneChoice,
  now: number,
): readonly Verdict[] {
  const named = backups && new Set(backups);
  const byRules = rules === undefined ? found.map(asked) : retained(found, rules, now);
  const verdicts = byRules.map((verdict): Verdict =>
    named === undefined || named.has(verdict.id) || verdict.stays
      ? verdict
      : { id: verdict.id, stays: true, why: ['it is not among those that were named'] },
  );
  const going = verdicts.flatMap(({ id, stays }) => (stays ? [] : [id])).sort();
  const over = new Set(going.slice(MOST));
  return verdicts.map((verdict) =>
    over.has(verdict.id) ? { id: verdict.id, stays: true, why: [`only ${String(MOST)} go at a time`] } : verdict,
  );
}

const asked = ({ id }: { readonly id: string }): Verdict => ({ id, stays: false, why: ['it was named'] });
