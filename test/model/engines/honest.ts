import assert from 'node:assert/strict';
import { RESOURCES } from '../../../core/cluster/resources.ts';
import { ENDED, type JournalRecord } from '../../../core/runner/index.ts';
import { assertOneAtATime, leftBehind } from '../verdict.ts';
import type { Case } from './cases.ts';
import type { Orders } from './orders.ts';

/** What the journal says fits itself: a person who reads nothing else is not misled. */
export function assertHonest(record: JournalRecord): void {
  const { phase, steps, reason = '', attention = [], ended } = record;
  assert.ok(ENDED.includes(phase), `it ended as ${phase}`);
  assert.ok(ended !== undefined, 'it does not say when it ended');
  const states = steps.map(({ id, state }) => `${id} ${state}`);
  if (phase === 'done')
    assert.ok(
      steps.every(({ state }) => state === 'done' || state === 'skipped'),
      `done with ${states.join(', ')}`,
    );
  else assert.ok(reason !== '', `${phase} without a reason`);
  if (phase === 'needs-attention') assert.ok(attention.length > 0, 'it needs a person, and does not say for what');
  assert.ok(!steps.some(({ state }) => state === 'running' || state === 'undoing'), states.join(', '));
}

/** No lock is held by anybody who lives, or beyond its time. */
function assertUnlocked({ world }: Orders): void {
  for (const lease of world.store.all(RESOURCES.leases, 'shop')) {
    const {
      holderIdentity = '',
      renewTime = '',
      leaseDurationSeconds = 0,
    } = lease['spec'] as {
      holderIdentity?: string;
      renewTime?: string;
      leaseDurationSeconds?: number;
    };
    if (holderIdentity === '') continue;
    const over = Date.parse(renewTime) + leaseDurationSeconds * 1_000;
    assert.ok(over < world.time.now(), `${lease.metadata.name} is held by ${holderIdentity}`);
  }
}

/** Longer than Jobs that have ended live. */
const TIME_TO_LIVE = 3_700_000;

/** Nothing of it is left but what it says; where Jobs may stay for their time to live, after that. */
async function assertTidy({ world, server }: Orders, one: Case, done: boolean): Promise<void> {
  const { leaves = () => /^$/u, jobsStay = false } = one;
  const left = (): string[] => leftBehind(world).filter((name) => !leaves(done).test(name));
  if (jobsStay && left().length > 0) {
    server.stop();
    await world.time.pass(TIME_TO_LIVE);
  }
  assert.deepEqual(left(), [], 'something is left behind');
}

/** All that must hold at the end, whoever was killed where. */
export async function assertConverged(orders: Orders, one: Case, record: JournalRecord | undefined): Promise<void> {
  const { world, server } = orders;
  // The controllers and the clients may not be through yet.
  await world.time.pass(10_000);
  const done = record?.phase === 'done';
  await one.judge(orders, done, record);
  if (record !== undefined) assertHonest(record);
  await assertTidy(orders, one, done);
  assertUnlocked(orders);
  assert.ok(server.acknowledged > 10, 'hardly anything was written');
  assert.equal(server.lost(), one.loses?.(orders, record) ?? 0, 'acknowledged rows are lost');
  assert.deepEqual(server.unknown, [], 'the toy did not know what it was asked');
  assertOneAtATime(world);
}
