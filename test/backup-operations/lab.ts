// A namespace with a PostgreSQL in it, on which operations are run as people run them.
import assert from 'node:assert/strict';
import type { Connection } from '../../core/cluster/connection.ts';
import { connect, readContexts } from '../../core/cluster/index.ts';
import { writeDestination } from '../../core/backups/destinations.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { openInventory } from '../../core/inventory/open.ts';
import type { BackupTools } from '../../core/operations/backup.ts';
import { runPlan, type JournalRecord, type Operation, type Parameters, type Plan } from '../../core/runner/index.ts';
import { dumpEngineOf } from '../../engines/dumps.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { isReady, practise, type Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { postgresqlSet } from './server-set.ts';

export const ROWS = 2_000;

const claimed = (claim: string) => ({ kind: 'claim', claim, prefix: 'kept' }) as const;

export class BackupLab {
  readonly practice: Practice;
  readonly connection: Connection;
  readonly inventory: Inventory;
  readonly namespace: string;
  #number = 0;

  private constructor(practice: Practice, connection: Connection, inventory: Inventory) {
    this.practice = practice;
    this.connection = connection;
    this.inventory = inventory;
    this.namespace = practice.namespace;
  }

  static async open(namespace: string): Promise<BackupLab> {
    const practice = await practise(namespace);
    const [context] = (await readContexts({ env: { KUBECONFIG } })).contexts;
    assert.ok(context);
    const connection = connect(context);
    const list = { apiVersion: 'v1', kind: 'List', items: postgresqlSet('postgres:16') };
    await practice.here(['apply', '--filename=-'], JSON.stringify(list));
    await until('the pod orders-0', { seconds: 60, advice: 'Look at the StatefulSet.', every: 500 }, () =>
      practice.here(['get', 'pod', 'orders-0', '--ignore-not-found', '--output=name']),
    );
    await isReady(practice.here, 'orders-0');
    const lab = new BackupLab(practice, connection, openInventory(connection, { namespaces: [namespace] }));
    await lab.psql(`CREATE TABLE orders AS SELECT n AS id, md5(n::text) AS text FROM generate_series(1, ${ROWS}) n`);
    await lab.destination('here', 'backups');
    return lab;
  }

  async close(): Promise<void> {
    this.inventory.close();
    this.connection.close();
    await this.practice.leave();
  }

  destination(name: string, claim: string): Promise<void> {
    return writeDestination(this.connection, this.namespace, { name, destination: claimed(claim) });
  }

  psql(statement: string, pod = 'orders-0'): Promise<string> {
    return this.practice.here(['exec', pod, '--', 'psql', '-XAtqU', 'postgres', '-c', statement]);
  }

  /** The database as the inventory sees it, once its role is known. */
  orders(): Promise<LiveDatabase> {
    return until('orders with a primary', { seconds: 60, advice: 'Look at the inventory.', every: 500 }, () => {
      const found = [...this.inventory.databases.values()].find(({ name }) => name === 'orders');
      return Promise.resolve(found?.members.some(({ role }) => role === 'primary') === true ? found : undefined);
    });
  }

  async plan(
    operation: (tools: BackupTools) => Operation,
    parameters: Parameters,
    mover: string,
  ): Promise<{ readonly plan: Plan; readonly id: string }> {
    const id = `backup${String(this.#number++).padStart(2, '0')}`;
    const tools = { mover: () => Promise.resolve({ text: mover }), dumpEngineOf, tool: 'plinth test' };
    const situation = { connection: this.connection, database: await this.orders(), now: Date.now, id, facts: {} };
    return { plan: await operation(tools).plan(situation, parameters), id };
  }

  async run(
    operation: (tools: BackupTools) => Operation,
    parameters: Parameters,
    mover: string,
  ): Promise<JournalRecord> {
    const { plan, id } = await this.plan(operation, parameters, mover);
    assert.deepEqual(plan.refusals, []);
    return runPlan({ connection: this.connection, plan, id, holder: `test-${id}`, by: 'test' });
  }

  /** What a shell prints that sees the claim of backups. */
  async onClaim(script: string): Promise<string> {
    const { here } = this.practice;
    const name = `look-${String(this.#number++)}`;
    const volumeMounts = [{ name: 'backups', mountPath: '/backups' }];
    const spec = {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 0,
      securityContext: { runAsUser: 999, fsGroup: 999 },
      containers: [{ name: 'look', image: 'postgres:16', command: ['sh', '-c', script], volumeMounts }],
      volumes: [{ name: 'backups', persistentVolumeClaim: { claimName: 'backups' } }],
    };
    await here(['apply', '--filename=-'], JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec }));
    await here(['wait', '--for=jsonpath={.status.phase}=Succeeded', '--timeout=90s', `pod/${name}`]);
    const said = await here(['logs', name]);
    await here(['delete', 'pod', name, '--wait=false']);
    return said;
  }
}
