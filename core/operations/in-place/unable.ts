import type { Database } from '../../../engines/model/database.ts';
import type { Refusal } from '../../runner/step.ts';
import type { Standing } from './standing.ts';

const refusal = (what: string, evidence: string): Refusal => ({
  id: 'R30',
  kind: 'mend',
  what: `No restore in place: ${what}.`,
  evidence,
  wayOut: 'Restore to a new instance, and turn the applications to it.',
});

/**
 * Why a database of one member cannot be restored in place; empty where it can. The new set has one member and a name of its own. Members of a set with replication find each
 * other by scripts, Leases and Services that bear the old set's name: one of another name would follow the old primary, or wait for it for ever.
 */
export function whyNotInPlace({ replication }: Database, { replicas, services }: Standing): Refusal[] {
  const refusals: Refusal[] = [];
  if (replicas === 0)
    refusals.push(
      refusal('it is stopped', 'The workload asks for 0 replicas: start it, or restore to a new instance.'),
    );
  else if (replication.state === 'configured')
    refusals.push(refusal('its start script joins it to a set of the old name', replication.why));
  if (services.length === 0)
    refusals.push(
      refusal('there is no Service to turn', 'No Service selects its pods: applications reach it in some other way.'),
    );
  return refusals;
}
