import assert from 'node:assert/strict';
import type { ApiObject, Connection } from '../../cluster/connection.ts';
import type { LiveDatabase, LiveService } from '../../inventory/model.ts';
import { BadParameter, type Parameters, type Plan } from '../../runner/plan.ts';
import type { Facts } from '../../runner/step.ts';
import { ledBy, parsed, stillCluster, topology, withMember } from '../../../test/restart/still-cluster.ts';
import { object } from '../../../test/support/live.ts';
import { restartOperation } from './restart.ts';

const write: LiveService = {
  service: object('Service', 'orders-db-primary'),
  purpose: 'write',
  ports: [5432],
  leadsTo: [],
};
const over = { workload: object('StatefulSet', 'orders-db'), container: 'postgresql', services: [write] } as const;

async function plan(
  database: LiveDatabase = ledBy(1, over),
  parameters: Parameters = {},
  { facts = {}, more = [] }: { facts?: Facts; more?: readonly ApiObject[] } = {},
): Promise<Plan> {
  const still = stillCluster([...(await topology('postgresql')), ...more]);
  const may = (): Promise<{ allowed: true }> => Promise.resolve({ allowed: true });
  const connection = { ...still, may } as unknown as Connection;
  return restartOperation.plan({ connection, database, now: () => 0, id: 'again001', facts }, parameters);
}

const ids = ({ steps }: Plan): string[] => steps.map(({ id }) => id);
const refused = ({ refusals }: Plan): string[] => refusals.map(({ id, evidence }) => `${id}: ${evidence}`);

describe('a plan to restart', () => {
  it('takes those that follow first, from the last one down, and the primary last, behind a closed door', async () => {
    const made = await plan();
    assert.deepEqual(made.refusals, []);
    assert.deepEqual(ids(made), [
      'note-members',
      'restart-orders-db-2',
      'restart-orders-db-0',
      'close-door',
      'restart-orders-db-1',
      'open-door',
      'all-back',
      'canary',
    ]);
    const away = made.steps.filter(({ removesWrites }) => removesWrites).map(({ id }) => id);
    assert.deepEqual(away, ['close-door', 'restart-orders-db-1']);
  });

  it('leaves the door open where the primary is not among the members', async () => {
    const made = await plan(undefined, { members: ['orders-db-2'] });
    assert.deepEqual(ids(made), ['note-members', 'restart-orders-db-2', 'all-back']);
    assert.deepEqual(made.rto, { seconds: 0, from: 'the primary is not restarted' });
    assert.equal(made.title, 'Restart orders-db-2 of orders-db');
  });

  it('evicts, so that budgets are heeded, and wants no right to delete', async () => {
    const { steps } = await plan();
    const needs = steps.flatMap((step) =>
      step.needs.map(({ verb, resource, subresource }) => `${verb} ${resource.plural}/${subresource ?? ''}`),
    );
    assert.ok(needs.includes('create pods/eviction'));
    assert.ok(!needs.some((need) => need.startsWith('delete')));
    assert.match(steps[1]?.commands[0] ?? '', /pods\/orders-db-2\/eviction/u);
  });

  it('goes on with the pods and the primary that were noted, whoever leads now and whoever is away', async () => {
    const pods = { 'orders-db-0': 'a', 'orders-db-1': 'b', 'orders-db-2': 'c' };
    const facts = { pods, primary: 'orders-db-1', door: ['orders-db-primary'] };
    const now = ledBy(0, over);
    const made = await plan({ ...now, members: now.members.slice(0, 2), services: [] }, {}, { facts });
    assert.deepEqual(made.refusals, []);
    assert.deepEqual(ids(made), ids(await plan()));
  });

  it('is refused while a member is away (R15), and allowed when all are back', async () => {
    const lagging = withMember(ledBy(1, over), 2, { streaming: false });
    assert.deepEqual(refused(await plan(lagging)), ['R15: orders-db-2 receives no changes']);
    const missing = ledBy(1, over);
    assert.deepEqual(refused(await plan({ ...missing, members: missing.members.slice(0, 2) })), [
      'R15: 2 of 3 pods are there',
    ]);
    assert.deepEqual(refused(await plan()), []);
  });

  it('is refused where a budget never lets a member go', async () => {
    const more = parsed(`
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: all-of-them, namespace: shop }
spec: { maxUnavailable: 0, selector: { matchLabels: { app: orders-db } } }
status: { expectedPods: 3, desiredHealthy: 3, disruptionsAllowed: 0 }`);
    const [refusal] = (await plan(undefined, {}, { more })).refusals;
    assert.match(refusal?.evidence ?? '', /all-of-them: maxUnavailable: 0, and 3 pods/u);
  });

  it('is refused where an operator is in charge, or members would not come back under their names', async () => {
    assert.match(refused(await plan(ledBy(1, { ...over, flavour: 'patroni' })))[0] ?? '', /^R1:/u);
    const pods = ledBy(1, { ...over, workload: object('DaemonSet', 'orders-db') });
    assert.match(refused(await plan(pods))[0] ?? '', /^R30: DaemonSet orders-db/u);
  });

  it('wants members that there are, and nothing that it does not know', async () => {
    for (const one of [
      { members: ['orders-db-7'] },
      { members: [] },
      { members: 3 },
      { force: true },
      { pauseOwners: 1 },
    ])
      await assert.rejects(plan(undefined, one), BadParameter);
    assert.equal((await plan(undefined, { members: 'orders-db-0, orders-db-2' })).steps.length, 4);
  });
});
