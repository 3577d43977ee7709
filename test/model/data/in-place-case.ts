import { RESOURCES } from '../../../core/cluster/resources.ts';
import type { Operation } from '../../../core/runner/index.ts';
import type { Case } from '../engines/cases.ts';
import type { Orders } from '../engines/orders.ts';
import { judgeInPlace, ROLES } from './judge-in-place.ts';

/** A restore in place of a set with two members, of which the second copies the first. */
export function inPlaceCase(
  operation: Operation,
  { destination, backup, id }: { readonly destination: string; readonly backup: string; readonly id: string },
  withBackup: (orders: Orders) => Promise<void>,
  leaves: NonNullable<Case['leaves']>,
): Case {
  const { note, judge } = judgeInPlace(backup, id);
  return {
    operation,
    parameters: { destination, backup, into: 'place' },
    options: { clones: true },
    jobsStay: true,
    leaves,
    least: 300,
    most: 420,
    begun: 30,
    amidst: [150, 318],
    late: 318,
    before: async (orders) => {
      await withBackup(orders);
      orders.world.put(RESOURCES.leases, 'shop', {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name: ROLES.name },
        spec: { holderIdentity: ROLES.holder, renewTime: '2020-01-01T00:00:00.000000Z', leaseDurationSeconds: 1 },
      });
      note(orders);
    },
    judge,
  };
}
