import assert from 'node:assert/strict';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { FENCED, FENCE_NOTE } from '../../core/procedures/fence/note.ts';
import type { Parameters } from '../../core/runner/plan.ts';
import { operationOf, runWhole } from './engines/cases.ts';
import { FAILOVER, silence } from './engines/failing-over.ts';
import { orders as ordersOf, type Orders } from './engines/orders.ts';
import { nameOf } from './fake/index.ts';

const SET = nameOf(RESOURCES.statefulSets, 'shop', 'orders');

/** What a plan is refused for: ids and kinds. */
async function refused(orders: Orders, id: string, given: Parameters = {}): Promise<readonly string[]> {
  const { refusals } = await orders.plan(operationOf(id), 'plan2345', {}, given);
  return refusals.map((one) => `${one.id} ${one.kind}`);
}

/** In an own world, which is ended afterwards. */
async function within(work: (orders: Orders) => Promise<void>): Promise<void> {
  const orders = await ordersOf(11);
  try {
    await work(orders);
  } finally {
    orders.server.stop();
  }
}

/** Its set asks for none in its place while it is away, and nobody has noted why. */
const withoutPod = async ({ world }: Orders): Promise<void> => {
  world.store.change(SET, (draft) => {
    draft.spec = { ...(draft.spec as object), replicas: 1, ordinals: { start: 1 } };
  });
  await world.time.pass(5_000);
  assert.equal(world.find(RESOURCES.pods, 'shop', 'orders-0'), undefined);
  // It is to be made, and no controller has done so yet.
  world.store.change(SET, (draft) => {
    draft.spec = { ...(draft.spec as object), replicas: 2, ordinals: { start: 0 } };
  });
};

const withStrangeFence = ({ world }: Orders): void => {
  world.store.change(SET, (draft) => {
    draft.metadata.annotations = { [FENCED]: 'orders-0', [FENCE_NOTE]: 'by hand' };
  });
};

/** An operator's object is said to own the set. */
function withOperator({ world }: Orders): void {
  const { uid = '' } = world.find(RESOURCES.services, 'shop', 'orders')?.metadata ?? {};
  world.store.change(SET, (draft) => {
    draft.metadata.ownerReferences = [
      { apiVersion: 'acid.zalan.do/v1', kind: 'postgresql', name: 'orders', uid, controller: true },
    ];
  });
}

describe('a failover of a primary that says nothing', () => {
  it('is allowed where its pod is there, its volume can be read, and a Service leads to it', () =>
    within(async (orders) => {
      await silence(orders);
      assert.deepEqual(await refused(orders, 'failover'), []);
    }));

  it('is refused while it accepts writes (R2)', () =>
    within(async (orders) => {
      assert.deepEqual(await refused(orders, 'failover'), ['R2 never']);
    }));

  it('is refused where it has no pod: nobody can confirm its end (R10)', () =>
    within(async (orders) => {
      await silence(orders);
      await withoutPod(orders);
      assert.deepEqual(await refused(orders, 'failover', { from: 'orders-0' }), ['R10 mend']);
    }));

  it('is refused where a fence stands that nobody can read (R15)', () =>
    within(async (orders) => {
      await silence(orders);
      withStrangeFence(orders);
      assert.deepEqual(await refused(orders, 'failover'), ['R15 mend']);
    }));

  it('may be accepted by typing where its volume is out of reach: what is lost nobody will know (R24)', () =>
    within(async (orders) => {
      await silence(orders);
      orders.world.store.erase(nameOf(RESOURCES.claims, 'shop', 'data-orders-0'));
      assert.deepEqual(await refused(orders, 'failover'), ['R24 typed']);
    }));

  it('may be accepted by typing where clients use pods by their names (R27)', () =>
    within(async (orders) => {
      await silence(orders);
      const seen = orders.database();
      const services = seen.services.filter(({ purpose }) => purpose !== 'write');
      const { connection } = orders.world.process({ name: 'planner' });
      const situation = {
        connection,
        database: { ...seen, services },
        now: orders.world.time.now,
        id: 'plan2345',
        facts: {},
      };
      const plan = await orders.world.time.during(operationOf('failover').plan(situation, {}));
      assert.deepEqual(
        plan.refusals.map(({ id, kind }) => `${id} ${kind}`),
        ['R27 typed'],
      );
    }));

  it('is refused on the set of an operator (R1)', () =>
    within(async (orders) => {
      await silence(orders);
      withOperator(orders);
      assert.deepEqual(await refused(orders, 'failover'), ['R1 never']);
    }));
});

describe('a rejoin of the old primary', () => {
  const after = (work: (orders: Orders) => Promise<void>): Promise<void> =>
    within(async (orders) => {
      await silence(orders);
      const record = await runWhole(orders, 'failover', 'fail2222', FAILOVER.parameters);
      assert.equal(record.phase, 'done');
      await orders.world.time.pass(5_000);
      await work(orders);
    });

  it('is allowed where it is fenced, its claim is there, and another member accepts writes', () =>
    after(async (orders) => {
      assert.deepEqual(await refused(orders, 'rejoin'), []);
    }));

  it('is refused where its claim is gone (R30)', () =>
    after(async (orders) => {
      orders.world.store.erase(nameOf(RESOURCES.claims, 'shop', 'data-orders-0'));
      assert.deepEqual(await refused(orders, 'rejoin'), ['R30 mend']);
    }));

  it('is refused while nobody accepts writes (R2)', () =>
    after(async (orders) => {
      await orders.server.fallSilent(0);
      assert.deepEqual(await refused(orders, 'rejoin'), ['R2 mend']);
    }));

  it('is refused for another member than the one that is fenced (R15)', () =>
    after(async (orders) => {
      assert.deepEqual(await refused(orders, 'rejoin', { member: 'orders-1' }), ['R15 mend']);
    }));

  it('is refused where a member that is not fenced has no pod (R10)', () =>
    within(async (orders) => {
      const { world } = orders;
      world.store.erase(nameOf(RESOURCES.pods, 'shop', 'orders-1'));
      assert.deepEqual(await refused(orders, 'rejoin', { member: 'orders-1' }), ['R10 mend']);
    }));
});

describe('a rejoin of a standby that runs', () => {
  const strayed = ({ server }: Orders): void => {
    server.volume('orders-1')?.rows.add(1_000_000);
  };

  it('is allowed where it lost its way', () =>
    within(async (orders) => {
      strayed(orders);
      assert.deepEqual(await refused(orders, 'rejoin', { member: 'orders-1' }), []);
    }));

  it('is refused on the set of an operator (R1), once', () =>
    within(async (orders) => {
      strayed(orders);
      withOperator(orders);
      assert.deepEqual(await refused(orders, 'rejoin', { member: 'orders-1' }), ['R1 never']);
    }));
});

describe('a fence by scaling', () => {
  it('is allowed for the last member while all others are Ready', () =>
    within(async (orders) => {
      assert.deepEqual(await refused(orders, 'fence', { member: 'orders-1', way: 'scale' }), []);
    }));

  it('is refused while another member is not Ready: the set is scaled in order (R15)', () =>
    within(async (orders) => {
      await silence(orders);
      assert.deepEqual(await refused(orders, 'fence', { member: 'orders-1', way: 'scale' }), ['R15 mend']);
    }));
});
