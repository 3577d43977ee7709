import assert from 'node:assert/strict';
import type { Connection } from '../../core/cluster/connection.ts';
import { connect, readContexts } from '../../core/cluster/index.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { openInventory } from '../../core/inventory/open.ts';
import { restartOperation } from '../../core/operations/restart/restart.ts';
import { runPlan, type Plan } from '../../core/runner/index.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { becomes, describeOnCluster, isReady, practise, type Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { singleSet } from './single-set.ts';

describeOnCluster('the restart of a PostgreSQL of one member', function () {
  this.timeout('5m');
  let practice: Practice;
  let connection: Connection;
  let inventory: Inventory;

  before(async () => {
    practice = await practise('again-alone');
    const [context] = (await readContexts({ env: { KUBECONFIG } })).contexts;
    assert.ok(context);
    connection = connect(context);
    await practice.here(
      ['apply', '--filename=-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: singleSet }),
    );
    await until('the pod orders-0', { seconds: 60, advice: 'Look at the StatefulSet.', every: 500 }, () =>
      practice.here(['get', 'pod', 'orders-0', '--ignore-not-found', '--output=name']),
    );
    await isReady(practice.here, 'orders-0');
    await becomes(practice.here, ['poddisruptionbudget', 'orders'], '.status.expectedPods', '1');
    inventory = openInventory(connection, { namespaces: [practice.namespace] });
  });
  after(async () => {
    inventory.close();
    connection.close();
    await practice.leave();
  });

  const plan = async (id: string): Promise<Plan> => {
    const database = await until('orders healthy', { seconds: 60, advice: 'Look at it.', every: 500 }, () => {
      const found = [...inventory.databases.values()].find(({ name }) => name === 'orders');
      return Promise.resolve(found?.members[0]?.writable === true ? found : undefined);
    });
    return restartOperation.plan({ connection, database, now: Date.now, id, facts: {} }, {});
  };
  const uid = (): Promise<string> => practice.here(['get', 'pod', 'orders-0', '--output=jsonpath={.metadata.uid}']);

  it('is refused while its budget never lets it go, and the API would not let it go either', async () => {
    const { refusals } = await plan('alone001');
    assert.deepEqual(
      refusals.map(({ id, evidence }) => [id, evidence]),
      [['R30', 'orders: minAvailable: 1, and 1 pod']],
    );
    const eviction = {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: 'orders-0', namespace: practice.namespace },
    };
    const path = `/api/v1/namespaces/${practice.namespace}/pods/orders-0/eviction`;
    await assert.rejects(
      practice.here(['create', '--raw', path, '--filename=-'], JSON.stringify(eviction)),
      /disruption budget/u,
    );
  });

  it('runs in a new pod with what it held, once the budget allows it', async () => {
    const { here } = practice;
    await here(['exec', 'orders-0', '--', 'psql', '-qU', 'postgres', '-c', 'CREATE TABLE kept AS SELECT 7 AS seven']);
    await here(['patch', 'poddisruptionbudget', 'orders', '--type=merge', '--patch={"spec":{"minAvailable":0}}']);
    await becomes(here, ['poddisruptionbudget', 'orders'], '.status.disruptionsAllowed', '1');
    const before = await uid();
    const made = await plan('alone002');
    assert.deepEqual(made.refusals, []);
    const record = await runPlan({ connection, plan: made, id: 'alone002', holder: 'test-alone', by: 'test' });
    assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
    assert.notEqual(await uid(), before);
    assert.equal(await here(['exec', 'orders-0', '--', 'psql', '-XAtqU', 'postgres', '-c', 'TABLE kept']), '7\n');
    assert.ok((record.measured?.['writesAwaySeconds'] ?? 0) > 0);
  });
});
