import assert from 'node:assert/strict';
import { RESOURCES } from '../../../core/cluster/resources.ts';
import { operationOf, type Case } from './cases.ts';
import type { Orders } from './orders.ts';
import { slotOf } from './toy-postgres.ts';

const OPTIONS = { clones: true, slots: true, members: 2 } as const;

/** So many members are ready, orders-0 leads, clients reach it, and the primary keeps a slot for each of the others and for nobody else. */
function has({ world, server }: Orders, members: number): void {
  const set = world.find(RESOURCES.statefulSets, 'shop', 'orders');
  assert.ok(set);
  assert.equal((set['spec'] as { replicas: number }).replicas, members);
  assert.equal((set['status'] as { readyReplicas: number }).readyReplicas, members, 'not all members are ready');
  assert.deepEqual(world.leadsTo('shop', 'orders'), ['orders-0'], 'the door does not lead to who leads');
  assert.deepEqual(server.twoWriters, []);
  const standbys = Array.from({ length: members - 1 }, (_, index) => `orders-${String(index + 1)}`);
  for (const pod of standbys) assert.ok(server.follows(pod), `${pod} does not follow`);
  assert.deepEqual([...(server.slots ?? [])].sort(), standbys.map(slotOf), 'slots of others than the standbys');
}

/** Whether a claim of this member is there. */
const hasClaim = ({ world }: Orders, pod: string): boolean =>
  world.find(RESOURCES.claims, 'shop', `data-${pod}`) !== undefined;

/** Done: the third member follows. Else there are two, and no slot is left for the third; its claim stays where it was made. */
export const ADD: Case = {
  operation: operationOf('add-standby'),
  options: OPTIONS,
  least: 40,
  most: 90,
  begun: 22,
  amidst: [26, 60],
  before: () => Promise.resolve(),
  judge: (orders, done) => {
    has(orders, done ? 3 : 2);
    if (done) assert.ok(hasClaim(orders, 'orders-2'));
  },
};

/** Done: the third member is gone, with its slot, and its claim stays. Else it follows as before. */
export const REMOVE: Case = {
  operation: operationOf('remove-standby'),
  options: { ...OPTIONS, members: 3 },
  least: 40,
  most: 90,
  begun: 22,
  amidst: [26, 60],
  before: () => Promise.resolve(),
  judge: (orders, done) => {
    has(orders, done ? 2 : 3);
    assert.ok(hasClaim(orders, 'orders-2'), 'its claim is gone');
  },
};
