import assert from 'node:assert/strict';
import { RESOURCES } from '../../../core/cluster/resources.ts';
import { lossOf } from '../../../core/operations/failover/loss.ts';
import { isHeld } from '../../../core/procedures/fence/change.ts';
import { readNote } from '../../../core/procedures/fence/note.ts';
import { fieldOf } from '../../../core/procedures/jobs/pod-words.ts';
import type { JournalRecord } from '../../../core/runner/index.ts';
import { operationOf, type Case } from './cases.ts';
import type { Orders } from './orders.ts';
import { beyond } from './volume.ts';

/** Milliseconds for which clients have rows acknowledged that no replica gets any more, and more transactions than that may be lost. */
const ALONE = 1_100;
const ACCEPTED = 20;

/** What was stated before anybody was promoted. */
export const stated = (record: JournalRecord | undefined): number | undefined =>
  lossOf(record?.facts ?? {})?.transactions;

/** The primary falls silent, with rows that nobody else has. */
export async function silence({ server, world }: Orders): Promise<void> {
  await server.fallSilent(ALONE);
  await world.time.pass(1_000);
}

/** Nothing of a fence is left. */
export function isUnfenced({ world }: Orders): void {
  const set = world.find(RESOURCES.statefulSets, 'shop', 'orders');
  assert.ok(set);
  assert.equal(readNote(fieldOf(set)), undefined, 'the note of a fence is left');
  const { template, updateStrategy, replicas } = set['spec'] as {
    template: object;
    updateStrategy?: object;
    replicas: number;
  };
  assert.doesNotMatch(JSON.stringify(template), /schedulingGates/u);
  assert.deepEqual([updateStrategy, replicas], [undefined, 2]);
  assert.equal((set['status'] as { readyReplicas: number }).readyReplicas, 2, 'not all members are ready');
}

/** The old primary is kept away: no server runs on its data, and the workload says how it was. */
export function isKeptAway({ world, server }: Orders): void {
  const set = world.find(RESOURCES.statefulSets, 'shop', 'orders');
  assert.ok(set);
  const note = readNote(fieldOf(set));
  assert.ok(typeof note === 'object', 'nobody can tell who is fenced, and how');
  assert.deepEqual([note.pod, note.before.replicas, note.before.start], ['orders-0', 2, 0]);
  const pod = world.find(RESOURCES.pods, 'shop', 'orders-0');
  assert.ok(pod === undefined || isHeld(fieldOf(pod)), 'a pod runs in its place');
  assert.ok(!server.runs('orders-0'));
}

/**
 * Done: `orders-1` leads and lacks what was stated, to the row, and the old primary is kept away with all that it had. Else it leads again itself, as if nothing had been. Never do two accept
 * writes, and nobody works on a volume beside its server.
 */
export const FAILOVER: Case = {
  operation: operationOf('failover'),
  parameters: { maxLoss: ACCEPTED },
  least: 120,
  most: 190,
  late: 104,
  every: 3,
  before: silence,
  loses: ({ server }, record) => (server.leader === 'orders-1' ? (stated(record) ?? 0) : 0),
  judge: (orders, done, record) => {
    const { world, server, jobs } = orders;
    assert.deepEqual(server.twoWriters, [], 'two members accepted writes');
    assert.deepEqual(jobs.trespassed, [], 'somebody worked on the volume of a server that runs');
    assert.equal(server.leader, done ? 'orders-1' : 'orders-0');
    assert.deepEqual(world.leadsTo('shop', 'orders'), [server.leader], 'the door leads to who leads');
    if (!done) {
      isUnfenced(orders);
      assert.ok(server.leads('orders-0') && !server.leads('orders-1'), 'one leads, the other does not');
      // Where it was not fenced yet, it is as silent as it was.
      assert.ok(server.isSilent('orders-0') || server.follows('orders-1'), 'nobody follows');
      return;
    }
    isKeptAway(orders);
    const [old, leads] = ['orders-0', 'orders-1'].map((pod) => server.volume(pod));
    assert.ok(old !== undefined && leads !== undefined);
    const { maxLoss } = record?.parameters ?? {};
    assert.ok(typeof maxLoss === 'number' && (stated(record) ?? Infinity) <= maxLoss, 'more is lost than was accepted');
    assert.equal(beyond(old, leads).length, stated(record), 'what was stated is not what is lost');
  },
};
