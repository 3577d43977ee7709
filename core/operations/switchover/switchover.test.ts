import assert from 'node:assert/strict';
import { orders as ordersOf, type Orders } from '../../../test/model/engines/orders.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { LiveDatabase, LiveService } from '../../inventory/model.ts';
import { BadParameter, type Parameters, type Plan } from '../../runner/plan.ts';
import { parseSwitchoverParameters } from './parameters.ts';
import { switchoverOperation } from './switchover.ts';

/** A plan for a PostgreSQL of two members, seen a little differently. */
async function planned(
  orders: Orders,
  change: (seen: LiveDatabase) => Partial<LiveDatabase> = () => ({}),
  parameters: Parameters = {},
): Promise<Plan> {
  const { world } = orders;
  const { connection } = world.process({ name: 'planner' });
  const seen = orders.database();
  const situation = {
    connection,
    database: { ...seen, ...change(seen) },
    now: world.time.now,
    id: 'turn2345',
    facts: {},
  };
  return world.time.during(switchoverOperation.plan(situation, parameters));
}

const idsOf = ({ refusals }: Plan): string[] => refusals.map(({ id, kind }) => `${id} ${kind}`);
const writing = ({ purpose }: LiveService): boolean => purpose === 'write';

describe('the plan of a switchover', () => {
  let orders: Orders;

  before(async () => {
    orders = await ordersOf(1);
  });
  after(() => {
    orders.server.stop();
  });

  it('fences before it promotes, opens the door afterwards, and says how far the candidate is behind', async () => {
    const plan = await planned(orders);
    assert.deepEqual(plan.refusals, []);
    assert.equal(plan.title, 'Switch over orders from orders-0 to orders-1');
    assert.deepEqual(
      plan.steps.map(({ id }) => id),
      [
        'note-roles',
        'prepare',
        'close-door',
        'turn-services',
        'fence',
        'caught-up',
        'promote',
        'open-door',
        'canary',
        'follow-orders-0',
        'follow',
        'clear-left',
      ],
    );
    assert.deepEqual(
      plan.steps.filter(({ pointOfNoReturn }) => pointOfNoReturn === true).map(({ id }) => id),
      ['promote'],
    );
    assert.match(plan.warnings[0] ?? '', /orders-1: \d+ bytes, 0\.0 s behind/u);
    assert.equal(plan.rpo.seconds, 0);
  });

  it('is refused while another database is behind the same name: nobody accepts writes, or two do', async () => {
    const nobody = await planned(orders, ({ members }) => ({
      members: members.map((one) => ({ ...one, writable: false, role: 'replica' as const })),
    }));
    assert.ok(idsOf(nobody).includes('R30 mend'));
    assert.match(nobody.refusals.at(-1)?.what ?? '', /no planned switchover/u);
    const two = await planned(orders, ({ members }) => ({
      members: members.map((one) => ({ ...one, writable: true, role: 'primary' as const })),
    }));
    assert.ok(idsOf(two).includes('R3 never'), idsOf(two).join());
    assert.equal(two.steps.length, 0);
  });

  it('is refused to whoever leads already, and where there is no replica', async () => {
    const same = await planned(orders, undefined, { to: 'orders-0' });
    assert.match(same.refusals[0]?.what ?? '', /leads already/u);
    const alone = await planned(orders, ({ members }) => ({ members: members.slice(0, 1) }));
    assert.match(alone.refusals[0]?.what ?? '', /no replica/u);
  });

  it('may be accepted by typing where clients use pods by their names (R27), and needs no door then', async () => {
    const plan = await planned(orders, ({ services }) => ({ services: services.filter((one) => !writing(one)) }));
    assert.deepEqual(idsOf(plan), ['R27 typed']);
    assert.ok(!plan.steps.some(({ id }) => id === 'close-door' || id === 'open-door'));
    assert.equal(plan.steps.find(({ id }) => id === 'promote')?.bringsWritesBack, true);
  });

  it('is refused where the write Service cannot be turned to another member (R30)', async () => {
    const other = await ordersOf(2);
    const { store } = other.world;
    const place = { resource: RESOURCES.services, namespace: 'shop', name: 'orders' };
    store.change(place, (draft) => {
      draft['spec'] = { ports: [{ port: 5432 }] };
    });
    const unknown = await planned(other);
    assert.match(unknown.refusals[0]?.what ?? '', /said by somebody else/u);
    store.change(place, (draft) => {
      draft['spec'] = { ports: [{ port: 5432 }], selector: { app: 'orders' } };
    });
    const all = await planned(other);
    assert.match(all.refusals[0]?.what ?? '', /cannot be turned/u);
    other.server.stop();
  });

  it('is refused where pods choose their role by ordinal (R26): the old primary would come back as one', async () => {
    const other = await ordersOf(3);
    other.world.store.change({ resource: RESOURCES.statefulSets, namespace: 'shop', name: 'orders' }, (draft) => {
      const { template } = draft['spec'] as { template: { spec: { containers: { command?: string[] }[] } } };
      const [container] = template.spec.containers;
      assert.ok(container);
      container.command = ['sh', '-c', 'if [ "${HOSTNAME##*-}" = 0 ]; then exec postgres; else exec follow; fi'];
    });
    const plan = await planned(other);
    assert.deepEqual(idsOf(plan), ['R26 mend']);
    other.server.stop();
  });

  it('names the parameter that makes no sense', () => {
    const members = ['orders-0', 'orders-1'];
    assert.deepEqual(parseSwitchoverParameters({}, members), { to: undefined, pauseOwners: false });
    for (const given of [{ to: 'orders-7' }, { to: 3 }, { pauseOwners: 'yes' }, { from: 'orders-0' }])
      assert.throws(() => parseSwitchoverParameters(given, members), BadParameter);
  });
});
