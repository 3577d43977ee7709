import type { KnownBackup } from '../backups/known.ts';
import { isWhole } from '../backups/known.ts';
import type { Refusal } from '../runner/step.ts';

/**
 * R22, to be mended: pruning the last backup that a restore test has proven; where none is proven, the last complete one. `backups` are those of one destination:
 * what lies at another may be lost with that one.
 */
export function r22LastVerified(
  backups: readonly Pick<KnownBackup, 'id' | 'state'>[],
  goes: ReadonlySet<string>,
): readonly Refusal[] {
  const newestFirst = [...backups].sort((a, b) => (a.id < b.id ? 1 : -1));
  const verified = newestFirst.find(({ state }) => state === 'verified');
  const last = verified ?? newestFirst.find(isWhole);
  if (last === undefined || !goes.has(last.id)) return [];
  return [
    {
      id: 'R22',
      kind: 'mend',
      what: verified === undefined ? 'The last complete backup would go.' : 'The last verified backup would go.',
      evidence:
        verified === undefined
          ? `${last.id} is the newest that is complete, and none is verified.`
          : `${last.id} is the newest that a restore test has read back.`,
      wayOut:
        verified === undefined ? 'Make another backup first.' : 'Test a newer backup first; then this one may go.',
    },
  ];
}
