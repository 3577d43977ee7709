// A removal whose Job dies past its point of no return: whoever takes it up removes the rest, without a person's help.
import assert from 'node:assert/strict';
import { RESOURCES } from '../../core/cluster/resources.ts';
import type { JournalRecord } from '../../core/runner/index.ts';
import { DATA_CASES } from '../model/data/cases.ts';
import { assertConverged } from '../model/engines/honest.ts';
import { begin, recordOf, takeUp } from '../model/engines/kill.ts';
import { orders as ordersOf, type Orders } from '../model/engines/orders.ts';
import { nameOf } from '../model/fake/index.ts';

const prune = DATA_CASES['prune-backups'];
/** Milliseconds between one moment at which the pod dies and the next. */
const STEP = 40;
const JOB = 'plinth-prune-';

const podsOf = ({ world }: Orders) =>
  world.store.all(RESOURCES.pods, 'shop').filter(({ metadata }) => metadata.name.startsWith(JOB));

/** The pod of the removal dies once at this moment after it began to run; gives what lay at the destination then. */
async function struck(orders: Orders, moment: number): Promise<readonly string[] | undefined> {
  let found: readonly string[] | undefined;
  void (async () => {
    while (!podsOf(orders).some(({ status }) => (status as { phase?: string } | undefined)?.phase === 'Running'))
      await orders.world.time.sleep(20);
    await orders.world.time.sleep(moment);
    for (const { metadata, status } of podsOf(orders)) {
      if ((status as { phase?: string } | undefined)?.phase !== 'Running') continue;
      orders.world.store.erase(nameOf(RESOURCES.pods, 'shop', metadata.name));
      found = (await orders.shelf.index()).map(({ id, state }) => `${id} ${state}`);
    }
  })();
  const record = await begin(orders, prune, orders.world.process({ name: 'anna' }));
  // A pod that had said all before it died is no loss.
  if (record?.phase === 'done') return undefined;
  assert.equal(record?.phase, 'needs-attention', record?.reason);
  return found;
}

async function takenUp(orders: Orders, holder: string): Promise<JournalRecord | undefined> {
  await orders.world.time.pass(60_000);
  const record = await recordOf(orders);
  assert.ok(record);
  return takeUp(orders, prune, record, 'forward', orders.world.process({ name: holder }), holder);
}

const newOrders = async (seed: number): Promise<Orders> => {
  const orders = await ordersOf(seed, {});
  await prune.before(orders);
  return orders;
};

describe('a removal of backups whose Job dies', function () {
  this.timeout(60_000);

  it('is brought to its end by whoever takes it up, whenever that was', async () => {
    const left = new Set<string>();
    let moment = 0;
    for (; ; moment += STEP) {
      const orders = await newOrders(moment / STEP + 1);
      const found = await struck(orders, moment);
      if (found === undefined) {
        orders.server.stop();
        break;
      }
      left.add(found.join(', '));
      const record = await takenUp(orders, 'ben').catch((error: unknown) => {
        throw new Error(`after ${String(moment)} ms: ${String(error)}`, { cause: error });
      });
      assert.equal(record?.phase, 'done', `after ${String(moment)} ms: ${record?.reason ?? ''}`);
      await assertConverged(orders, prune, record);
      orders.server.stop();
    }
    assert.ok(moment >= 400, `only ${String(moment)} ms`);
    assert.ok(left.size >= 3, `whole, half and gone: ${[...left].join('; ')}`);
  });

  it('needs a person again where the next Job dies as well, and not after that', async () => {
    const orders = await newOrders(1);
    assert.ok(await struck(orders, STEP));
    const killer = (async () => {
      while (!podsOf(orders).some(({ status }) => (status as { phase?: string } | undefined)?.phase === 'Running'))
        await orders.world.time.sleep(20);
      for (const { metadata } of podsOf(orders))
        orders.world.store.erase(nameOf(RESOURCES.pods, 'shop', metadata.name));
    })();
    const record = await takenUp(orders, 'ben');
    await killer;
    assert.equal(record?.phase, 'needs-attention', record?.reason);
    assert.ok((record.attention ?? []).length > 0);
    const ended = await takenUp(orders, 'zoe');
    assert.equal(ended?.phase, 'done', ended?.reason);
    await assertConverged(orders, prune, ended);
    orders.server.stop();
  });

  it('removes nothing anew where the Job ended well, and what it said is gone with its pod', async () => {
    const orders = await newOrders(2);
    void (async () => {
      const isOver = (): boolean =>
        orders.world.store
          .all(RESOURCES.jobs, 'shop')
          .some((job) => job.metadata.name.startsWith(JOB) && 'completionTime' in ((job['status'] ?? {}) as object));
      while (!isOver()) await orders.world.time.sleep(5);
      for (const { metadata } of podsOf(orders))
        orders.world.store.erase(nameOf(RESOURCES.pods, 'shop', metadata.name));
    })();
    const broken = await begin(orders, prune, orders.world.process({ name: 'anna' }));
    assert.equal(broken?.phase, 'needs-attention', broken?.reason);
    const record = await takenUp(orders, 'ben');
    assert.equal(record?.phase, 'done', record?.reason);
    await assertConverged(orders, prune, record);
    orders.server.stop();
  });
});
