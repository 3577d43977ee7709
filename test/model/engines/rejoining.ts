import assert from 'node:assert/strict';
import { madeOf } from '../../../core/operations/rejoin/rejoining.ts';
import type { JournalRecord } from '../../../core/runner/index.ts';
import { operationOf, runWhole, type Case } from './cases.ts';
import { FAILOVER, isKeptAway, isUnfenced, stated } from './failing-over.ts';
import { ID } from './kill.ts';
import type { Orders } from './orders.ts';
import { beyond } from './volume.ts';

/** Rows that only the old primary has. */
const alone = new WeakMap<Orders, readonly number[]>();

/** A failover lies behind it: the old primary is kept away, with rows that were acknowledged and that nobody else has. */
async function failedOver(orders: Orders): Promise<void> {
  const { server } = orders;
  await FAILOVER.before(orders);
  const record: JournalRecord = await runWhole(orders, 'failover', 'fail2222', FAILOVER.parameters);
  assert.equal(record.phase, 'done', record.reason);
  const [old, leads] = ['orders-0', 'orders-1'].map((pod) => server.volume(pod));
  assert.ok(old !== undefined && leads !== undefined);
  const rows = beyond(old, leads);
  assert.equal(rows.length, stated(record));
  assert.ok(rows.length > 0, 'the two have not parted');
  alone.set(orders, rows);
  await orders.world.time.pass(5_000);
}

/** A row that a standby has and nobody has written: it lost its way. */
const STRAY = 1_000_000;

/** Rows of the old primary alone are where they were, in its data or kept beside them. */
function holdsItsOwn(orders: Orders, where: { readonly rows: ReadonlySet<number> } | undefined): void {
  const rows = alone.get(orders) ?? [];
  assert.ok(where !== undefined, 'the old data are not kept');
  assert.ok(rows.length > 0 && rows.every((row) => where.rows.has(row)), 'rows of the old primary are gone');
}

/**
 * Done: the old primary follows the present one and holds nothing else, and what only it had is in the copy that is kept. Else it is kept away with its data as they were. Never do two accept
 * writes, never does a server run on data that are changed, and never is it without one of the two.
 */
export const REJOIN: Case = {
  operation: operationOf('rejoin'),
  least: 80,
  late: 66,
  every: 4,
  before: failedOver,
  loses: (orders) => (alone.get(orders) ?? []).length,
  judge: (orders, done, record) => {
    const { world, server, jobs } = orders;
    assert.deepEqual(server.twoWriters, [], 'two members accepted writes');
    assert.deepEqual(jobs.trespassed, [], 'somebody worked on the volume of a server that runs');
    assert.equal(server.leader, 'orders-1');
    assert.deepEqual(world.leadsTo('shop', 'orders'), ['orders-1'], 'the door leads to who leads');
    const [own, leads] = ['orders-0', 'orders-1'].map((pod) => server.volume(pod));
    assert.ok(own !== undefined && leads !== undefined);
    assert.ok(!own.isHalf, 'its data are half changed');
    if (!done) {
      isKeptAway(orders);
      holdsItsOwn(orders, own);
      assert.ok(!own.standby && own.kept.size === 0, 'its data are not as they were');
      return;
    }
    isUnfenced(orders);
    assert.ok(own.standby && server.follows('orders-0'), 'it does not follow');
    assert.deepEqual(beyond(own, leads), []);
    assert.ok(beyond(leads, own).length < 5, 'it has not caught up');
    assert.deepEqual([...own.kept.keys()], [record?.id ?? ID]);
    holdsItsOwn(orders, own.kept.get(record?.id ?? ID)?.data);
    assert.ok(madeOf(record?.facts ?? {})?.kept.endsWith(`.plinth-${record?.id ?? ID}`), 'nobody says where they are');
  },
};

/**
 * A standby that runs, and lost its way. Done: it follows, and what only it had is in the copy that is kept. Else it runs as it did, with the data that it had. The primary accepts writes all the
 * while.
 */
export const REJOIN_STANDBY: Case = {
  operation: operationOf('rejoin'),
  parameters: { member: 'orders-1' },
  least: 80,
  every: 5,
  late: 88,
  before: ({ server }) => {
    server.volume('orders-1')?.rows.add(STRAY);
    assert.ok(!server.follows('orders-1'));
    return Promise.resolve();
  },
  judge: (orders, done, record) => {
    const { world, server, jobs } = orders;
    assert.deepEqual([server.twoWriters, jobs.trespassed], [[], []]);
    assert.equal(server.leader, 'orders-0');
    assert.deepEqual(world.leadsTo('shop', 'orders'), ['orders-0'], 'the door leads to who leads');
    isUnfenced(orders);
    const own = server.volume('orders-1');
    assert.ok(own?.standby === true && !own.isHalf && server.serves('orders-1'));
    assert.equal(server.follows('orders-1'), done);
    assert.equal(own.rows.has(STRAY), !done);
    assert.deepEqual([...own.kept.keys()], done ? [record?.id ?? ID] : []);
    if (done) assert.ok(own.kept.get(record?.id ?? ID)?.data.rows.has(STRAY), 'what only it had is gone');
  },
};
