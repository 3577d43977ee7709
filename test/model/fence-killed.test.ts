import assert from 'node:assert/strict';
import type { ApiObject } from '../../core/cluster/connection.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { fenceOperation } from '../../core/operations/fence/fence.ts';
import { unfenceOperation } from '../../core/operations/fence/unfence.ts';
import { GATE, isHeld } from '../../core/procedures/fence/change.ts';
import { FENCED, FENCE_NOTE, readNote } from '../../core/procedures/fence/note.ts';
import { fieldOf } from '../../core/procedures/jobs/pod-words.ts';
import { runPlan, type Parameters } from '../../core/runner/index.ts';
import type { Case } from './engines/cases.ts';
import { describeKilledEverywhere } from './engines/everywhere.ts';
import type { Orders } from './engines/orders.ts';

const podOf = ({ world }: Orders, name: string): ApiObject | undefined => world.find(RESOURCES.pods, 'shop', name);

/** The uid of the other member, which must never change. */
const others = new WeakMap<Orders, string | undefined>();

function note(orders: Orders, other: string): Promise<void> {
  others.set(orders, podOf(orders, other)?.metadata.uid);
  return Promise.resolve();
}

function setOf({ world }: Orders): ApiObject {
  const set = world.find(RESOURCES.statefulSets, 'shop', 'orders');
  assert.ok(set);
  return set;
}

/** Nothing of a fence is left: the set asks for what it did, and both members serve. */
function isWhole(orders: Orders, other: string): void {
  const set = setOf(orders);
  const annotations = fieldOf(set).at('metadata', 'annotations').stringMap();
  assert.ok(!(FENCED in annotations) && !(FENCE_NOTE in annotations), 'the note is left');
  const spec = set['spec'] as { replicas: number; ordinals?: object; updateStrategy?: object; template: object };
  assert.equal(spec.replicas, 2);
  assert.equal(spec.ordinals, undefined, 'ordinals are left that were not there');
  assert.equal(spec.updateStrategy, undefined);
  assert.doesNotMatch(JSON.stringify(spec.template), /schedulingGates/u);
  assert.equal((set['status'] as { readyReplicas: number }).readyReplicas, 2, 'not all members are ready');
  assert.deepEqual(orders.world.leadsTo('shop', 'orders'), ['orders-0'], 'clients do not reach the primary');
  assert.equal(podOf(orders, other)?.metadata.uid, others.get(orders), `${other} is another pod`);
}

/** The member is away, the workload says so, and the other one is as it was. */
function isFenced(orders: Orders, member: string, other: string, way: 'gate' | 'scale'): void {
  const set = setOf(orders);
  assert.equal(fieldOf(set).at('metadata', 'annotations').stringMap()[FENCED], member);
  const pod = podOf(orders, member);
  if (way === 'scale') assert.equal(pod, undefined, 'its pod is there');
  else {
    assert.match(JSON.stringify(set['spec']), new RegExp(GATE, 'u'));
    assert.ok(pod === undefined || isHeld(fieldOf(pod)), 'a pod runs in its place');
  }
  const noted = readNote(fieldOf(set));
  assert.ok(typeof noted === 'object', 'nobody can tell how it was fenced');
  assert.notEqual(pod?.metadata.uid, noted.uid, 'the pod that was to end is there');
  assert.deepEqual([noted.pod, noted.before.replicas, noted.before.start], [member, 2, 0], 'there is no way back');
  const led = orders.world.leadsTo('shop', 'orders');
  assert.deepEqual(led, member === 'orders-0' ? [] : ['orders-0'], 'clients are led to whom they were not before');
  assert.equal(podOf(orders, other)?.metadata.uid, others.get(orders), `${other} is another pod`);
}

function fencing(member: string, other: string, way: 'gate' | 'scale'): Case {
  const parameters: Parameters = { member, way };
  return {
    operation: fenceOperation,
    parameters,
    least: 30,
    before: (orders) => note(orders, other),
    judge: (orders, done) => {
      if (done) isFenced(orders, member, other, way);
      else isWhole(orders, other);
    },
  };
}

const UNFENCE: Case = {
  operation: unfenceOperation,
  least: 25,
  before: async (orders) => {
    await note(orders, 'orders-1');
    const plan = await orders.plan(fenceOperation, 'fence222', {}, { member: 'orders-0' });
    const { connection, clock } = orders.world.process({ name: 'zoe' });
    const run = runPlan({ connection, ...clock, plan, id: 'fence222', by: 'zoe', holder: 'zoe' });
    assert.equal((await orders.world.time.during(run)).phase, 'done');
  },
  judge: (orders, done) => {
    if (done) isWhole(orders, 'orders-1');
    else isFenced(orders, 'orders-0', 'orders-1', 'gate');
  },
};

describeKilledEverywhere({
  'fence at the gate of the primary': fencing('orders-0', 'orders-1', 'gate'),
  'fence at the gate of a replica': fencing('orders-1', 'orders-0', 'gate'),
  'fence of the first member by ordinals': fencing('orders-0', 'orders-1', 'scale'),
  'fence of the last member by replicas': fencing('orders-1', 'orders-0', 'scale'),
});
describeKilledEverywhere({ unfence: UNFENCE }, 'forward');
