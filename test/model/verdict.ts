import assert from 'node:assert/strict';
import { listOperations, type JournalRecord } from '../../core/runner/index.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import type { World } from './fake/index.ts';
import { DATABASE, type Writer } from './toy-world.ts';
import { STAYS } from './toy-plan.ts';

const OPERATION = 'plinth.dev/operation';
const EPOCH = 'plinth.dev/epoch';

/** The newest record, as another client reads it. */
export async function recordOf(world: World): Promise<JournalRecord | undefined> {
  const { connection } = world.process({ name: 'reader' });
  const { operations } = await world.time.during(listOperations(connection, 'shop', DATABASE));
  return operations[0]?.record;
}

/** Objects that are labelled as an operation's, besides journals, leases and events. */
export const leftBehind = (world: World): string[] =>
  world.store
    .everything()
    .filter(({ resource, object }) => {
      const { labels = {} } = object.metadata as { labels?: Record<string, string> };
      if (resource.plural === 'leases' || resource.plural === 'events') return false;
      return OPERATION in labels && !object.metadata.name.startsWith('plinth-op-');
    })
    .map(({ object }) => object.metadata.name);

/** Once a newer runner has changed an object, no older one has: the epochs of an object's versions never fall. */
export function assertOneAtATime(world: World): void {
  const newest = new Map<string, number>();
  for (const { resource, name, object, by } of world.audit) {
    const { annotations = {} } = (object?.metadata ?? {}) as { annotations?: Record<string, string> };
    const epoch = Number(annotations[EPOCH] ?? 0);
    const key = `${resource.plural}/${name}`;
    if (object === undefined || epoch === 0) continue;
    assert.ok(
      epoch >= (newest.get(key) ?? 0),
      `${by} changed ${key} in the epoch ${String(epoch)}, after a newer runner`,
    );
    newest.set(key, epoch);
  }
  const writers = world.audit.filter(({ name }) => name.startsWith('plinth-op-')).map(({ by }) => by);
  const turns = writers.filter((by, index) => by !== writers[index - 1]);
  assert.equal(new Set(turns).size, turns.length, `runners took turns at the journal: ${turns.join(', ')}`);
}

/** What must hold for the toy plan at its end. */
export async function assertConverged(world: World, phase: string, writer: Writer): Promise<void> {
  const done = phase === 'done';
  // The controllers may not be through yet.
  await world.time.pass(10_000);
  const set = world.find(RESOURCES.statefulSets, 'shop', 'orders');
  assert.equal((set?.['status'] as { readyReplicas: number }).readyReplicas, done ? 0 : 2);
  assert.deepEqual(leftBehind(world), done ? [STAYS] : []);
  assert.deepEqual(world.leadsTo('shop', 'orders'), done ? [] : ['orders-0', 'orders-1']);
  assert.ok(writer.acknowledged > 0, 'nothing was written');
  assert.equal(writer.lost(), 0, 'acknowledged rows are lost');
  assertOneAtATime(world);
}
