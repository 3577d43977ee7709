import type { RestFacts } from '../model/stopping.ts';
import type { FailingOverEngine } from '../model/failing-over.ts';
import type { Unfit } from '../model/switching.ts';
import { LOST } from './failing-over-lost.ts';
import { bytesBetween } from './lsn.ts';
import { candidateAlone } from './switching-unfit.ts';

/**
 * What the startup process waits for once it has replayed all that there is: the end of what was received may be the half of a record, which is never replayed.
 * https://www.postgresql.org/docs/current/monitoring-stats.html#WAIT-EVENT-TABLE (Recovery…)
 */
const IDLE: readonly string[] = ['RecoveryWalStream', 'RecoveryWalAll', 'RecoveryRetrieveRetryInterval'];

/** Of the same timeline alone: after a fork the one with the higher position need not have more. */
function ahead(one: RestFacts, other: RestFacts): number | undefined {
  if (one['identity'] === undefined || one['identity'] !== other['identity']) return undefined;
  if (one['history'] === undefined || one['history'] !== other['history']) return undefined;
  return bytesBetween(other['position'], one['position']);
}

function cannotLead(candidate: RestFacts, others: readonly RestFacts[]): readonly Unfit[] {
  const found: Unfit[] = [...candidateAlone(candidate)];
  const strange = others.filter(({ identity }) => identity !== candidate['identity']);
  if (candidate['identity'] === undefined || strange.length > 0)
    found.push({
      id: 'R4',
      what: '{member} and another standby are not of the same database.',
      evidence: `system identifiers ${[candidate, ...others].map(({ identity }) => identity ?? 'unknown').join(', ')}`,
      wayOut: 'Find out which of them holds the database.',
    });
  const own = Number(candidate['history'] ?? NaN);
  const newer = others.filter(({ history }) => !(Number(history ?? NaN) <= own));
  if (newer.length > 0)
    found.push({
      id: 'R11',
      what: '{member} is on an older timeline than another standby.',
      evidence: `timeline ${candidate['history'] ?? 'unknown'}, the others ${newer.map(({ history }) => history ?? 'unknown').join(', ')}`,
      wayOut: 'Choose that one.',
    });
  return found;
}

/** How a standby of PostgreSQL takes over without its primary. https://www.postgresql.org/docs/current/warm-standby-failover.html */
export const failingOver: FailingOverEngine = {
  engine: 'postgresql',
  cannotLead,
  ahead,
  unapplied: (candidate) => {
    const bytes = bytesBetween(candidate['replayed'], candidate['position']);
    if (bytes === undefined) return 'its position is not known';
    if (bytes <= 0 || IDLE.includes(candidate['waits'] ?? '')) return undefined;
    return `${String(bytes)} bytes of WAL are received and not replayed yet`;
  },
  // A standby that has more than the promoted one has passed the point where the new timeline forks.
  cannotFollow: (candidate, other) => {
    const more = bytesBetween(candidate['position'], other['position']);
    return more !== undefined && more <= 0 ? undefined : 'it may have WAL that the new primary has not';
  },
  lastCommit: ({ committed }) => (committed === undefined ? undefined : Number(committed)),
  lost: () => LOST.join('\n'),
  source: 'https://www.postgresql.org/docs/current/warm-standby-failover.html',
};
