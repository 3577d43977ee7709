import assert from 'node:assert/strict';
import { RESOURCES } from '../../../core/cluster/resources.ts';
import type { Orders } from '../engines/orders.ts';
import { dumpAt, rowsIn } from './dumped.ts';

/** The Lease of the set's own scripts, and who holds it before: the member that does not lead any more. */
export const ROLES = { name: 'orders-roles', holder: 'orders-1' } as const;

const claimsOf = ({ world }: Orders): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    world.store
      .all(RESOURCES.claims, 'shop')
      .filter(({ metadata: { name } }) => name.startsWith('data-'))
      .map((claim) => [claim.metadata.name, (claim['spec'] as { volumeName?: string }).volumeName]),
  );
const policiesOf = ({ world }: Orders): Readonly<Record<string, string>> =>
  Object.fromEntries(
    world.store
      .all(RESOURCES.volumes)
      .map(({ metadata, spec }) => [
        metadata.name,
        (spec as unknown as { persistentVolumeReclaimPolicy: string }).persistentVolumeReclaimPolicy,
      ]),
  );

/**
 * Done: both members hold the backup's rows and what was written since the door opened, and nothing else; the old volumes are there under names that say what they are.
 * Else every claim has the volume that it had. Either way the set has its name, its two members and its open door.
 */
export function judgeInPlace(id: string, operation: string) {
  const before = new WeakMap<Orders['world'], Readonly<Record<string, string | undefined>>>();
  return {
    /** Notes which claim has which volume. */
    note: (orders: Orders): void => {
      before.set(orders.world, claimsOf(orders));
    },
    judge: (orders: Orders, done: boolean): void => {
      const { world, server, shelf } = orders;
      const old = before.get(world) ?? {};
      const claims = claimsOf(orders);
      const policies = policiesOf(orders);
      const set = world.find(RESOURCES.statefulSets, 'shop', 'orders');
      assert.equal((set?.['spec'] as { replicas?: number } | undefined)?.replicas, 2);
      assert.equal((set?.['status'] as { readyReplicas?: number } | undefined)?.readyReplicas, 2);
      assert.deepEqual(world.leadsTo('shop', 'orders'), ['orders-0'], 'the door is not open');
      assert.deepEqual(server.twoWriters, []);
      const lease = world.find(RESOURCES.leases, 'shop', ROLES.name);
      const { holderIdentity } = lease?.['spec'] as { holderIdentity?: string };
      assert.equal(holderIdentity, done ? 'orders-0' : ROLES.holder, 'the Lease names another');
      for (const [claim, volume = ''] of Object.entries(old)) {
        assert.ok(volume in policies, `the volume of ${claim} is gone`);
        assert.equal(claims[done ? `${claim}-before-${operation}` : claim], volume, `${claim} lost its volume`);
      }
      if (!done) {
        assert.deepEqual(claims, old);
        assert.ok(
          Object.values(policies).every((policy) => policy === 'Delete'),
          JSON.stringify(policies),
        );
        return;
      }
      assert.deepEqual(
        Object.keys(claims).sort(),
        [...Object.keys(old), ...Object.keys(old).map((claim) => `${claim}-before-${operation}`)].sort(),
      );
      const rows = [...(server.rows('orders-0') ?? [])];
      const restored = rowsIn(dumpAt(shelf, id) ?? '');
      assert.deepEqual(rows.slice(0, restored.length), restored, 'it does not hold the backup’s rows');
      const since = rows.slice(restored.length);
      assert.deepEqual(since, server.written.slice(server.written.length - since.length), 'rows between are there');
      assert.ok(server.isSettled('orders-0'), 'it lacks what a member needs');
      assert.ok(since.length > 0, 'nobody writes to it');
      const copied = server.rows('orders-1');
      assert.ok(
        restored.every((row) => copied?.has(row)),
        'the other member has not copied it',
      );
    },
  };
}
