import assert from 'node:assert/strict';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { fenceOperation } from '../../core/operations/fence/fence.ts';
import { unfenceOperation } from '../../core/operations/fence/unfence.ts';
import { OPERATIONS } from '../../core/operations/index.ts';
import { runPlan, type Operation, type Parameters, type Plan } from '../../core/runner/index.ts';
import { DATA_CASES } from './data/cases.ts';
import { orders as ordersOf, type Orders } from './engines/orders.ts';

/** Runs a plan to its good end. */
async function done({ world }: Orders, plan: Plan, id: string): Promise<void> {
  assert.deepEqual(plan.refusals, []);
  const { connection, clock } = world.process({ name: id });
  const run = runPlan({ connection, ...clock, plan, id, by: 'zoe', holder: id });
  assert.equal((await world.time.during(run)).phase, 'done');
}

const IN_PLACE: Parameters = { ...DATA_CASES.restore.parameters, into: 'place' };

const fencedWords = ({ refusals }: Plan): readonly string[] =>
  refusals.filter(({ id, what }) => id === 'R15' && what.includes('is fenced')).map(({ evidence }) => evidence);

const PLANNED: readonly (readonly [string, Parameters?])[] = [
  ['stop'],
  ['restart'],
  ['switchover'],
  ['restore', IN_PLACE],
];

const operation = (id: string): Operation =>
  [...OPERATIONS, DATA_CASES.restore.operation].find((one) => one.id === id) ?? assert.fail(id);

describe('while a member is fenced', () => {
  let orders: Orders;

  before(async () => {
    orders = await ordersOf(7);
  });
  after(() => {
    orders.server.stop();
  });

  const plan = (id: string, given: Parameters = {}): Promise<Plan> =>
    orders.plan(operation(id), `${id}2345`.slice(0, 8), {}, given);

  const refused = async (): Promise<Readonly<Record<string, readonly string[]>>> => {
    const found: Record<string, readonly string[]> = {};
    for (const [id, given] of PLANNED) found[id] = fencedWords(await plan(id, given));
    return found;
  };
  const NOBODY = Object.fromEntries(PLANNED.map(([id]) => [id, []]));

  it('stop, restart, switchover and restore in place are refused, and allowed before and after', async () => {
    await DATA_CASES.restore.before(orders);
    assert.deepEqual(await refused(), NOBODY);
    await done(orders, await orders.plan(fenceOperation, 'fence222', {}, { member: 'orders-1' }), 'fence222');
    for (const [id, evidence] of Object.entries(await refused()))
      assert.match(evidence.join(), /^fenced by the operation fence222.*asked for by zoe/u, id);
    await done(orders, await orders.plan(unfenceOperation, 'unfen222'), 'unfen222');
    assert.deepEqual(await refused(), NOBODY);
  });

  it('a stopped database is not started where somebody has noted a fence since, and is where nobody has', async () => {
    await done(orders, await plan('stop'), 'stop2345');
    assert.deepEqual((await plan('start')).refusals, []);
    const place = { resource: RESOURCES.statefulSets, namespace: 'shop', name: 'orders' };
    const note = { op: 'add', path: '/metadata/annotations/plinth.dev~1fenced', value: 'orders-1' } as const;
    const { connection } = orders.world.process({ name: 'somebody' });
    await orders.world.time.during(connection.patch(place, [note]));
    assert.deepEqual(
      (await plan('start')).refusals.map(({ id }) => id),
      ['R15'],
    );
  });
});
