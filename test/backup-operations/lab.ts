// A namespace with a server in it, on which operations are run as people run them.
import assert from 'node:assert/strict';
import type { Connection } from '../../core/cluster/connection.ts';
import { connect, readContexts } from '../../core/cluster/index.ts';
import { writeDestination } from '../../core/backups/destinations.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { openInventory } from '../../core/inventory/open.ts';
import type { BackupTools } from '../../core/operations/backup/backup.ts';
import { runPlan, type JournalRecord, type Operation, type Parameters, type Plan } from '../../core/runner/index.ts';
import { dumpEngineOf } from '../../engines/dumps.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { isReady, practise, type Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { POSTGRESQL, serverSet, writerScript, type ServerKind } from './kinds.ts';

export const ROWS = 2_000;

const claimed = (claim: string) => ({ kind: 'claim', claim, prefix: 'kept' }) as const;

let last: Promise<unknown> = Promise.resolve();

/** Labs may work side by side; the cluster's lock is for one at a time. */
function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const result = last.then(act, act);
  last = result.catch(() => undefined);
  return result;
}

export class BackupLab {
  readonly practice: Practice;
  readonly connection: Connection;
  readonly inventory: Inventory;
  readonly namespace: string;
  readonly kind: ServerKind;
  /** The StatefulSet's name. */
  readonly workload: string;
  readonly container: string;
  /** The pod that takes writes. */
  primary: string;
  #number = 0;

  private constructor(practice: Practice, connection: Connection, inventory: Inventory, kind: ServerKind) {
    this.kind = kind;
    this.workload = kind.workload ?? 'orders';
    this.container = kind.container ?? 'server';
    this.primary = `${this.workload}-0`;
    this.practice = practice;
    this.connection = connection;
    this.inventory = inventory;
    this.namespace = practice.namespace;
  }

  /** The server is filled. `more`: objects beside it, or in the place of those that there would be. */
  static async open(
    namespace: string,
    kind: ServerKind = POSTGRESQL,
    change: (objects: object[]) => object[] = (objects) => objects,
  ): Promise<BackupLab> {
    const practice = await inTurn(() => practise(namespace));
    try {
      return await BackupLab.#fill(practice, kind, change);
    } catch (error) {
      await inTurn(practice.leave);
      throw error;
    }
  }

  static async #fill(
    practice: Practice,
    kind: ServerKind,
    change: (objects: object[]) => object[],
  ): Promise<BackupLab> {
    const { namespace } = practice;
    const [context] = (await readContexts({ env: { KUBECONFIG } })).contexts;
    assert.ok(context);
    const connection = connect(context);
    const list = { apiVersion: 'v1', kind: 'List', items: change(serverSet(kind)) };
    await practice.here(['apply', '--filename=-'], JSON.stringify(list));
    const first = `${kind.workload ?? 'orders'}-0`;
    await until(`the pod ${first}`, { seconds: 60, advice: 'Look at the StatefulSet.', every: 500 }, () =>
      practice.here(['get', 'pod', first, '--ignore-not-found', '--output=name']),
    );
    await isReady(practice.here, first);
    const lab = new BackupLab(practice, connection, openInventory(connection, { namespaces: [namespace] }), kind);
    lab.primary = (await lab.orders()).members.find(({ role }) => role === 'primary')?.pod.name ?? lab.primary;
    await lab.ask(kind.fill);
    await lab.destination('here', 'backups');
    return lab;
  }

  async close(): Promise<void> {
    this.inventory.close();
    this.connection.close();
    await inTurn(this.practice.leave);
  }

  destination(name: string, claim: string): Promise<void> {
    return writeDestination(this.connection, this.namespace, { name, destination: claimed(claim) });
  }

  psql(statement: string, pod = 'orders-0'): Promise<string> {
    return this.practice.here(['exec', pod, '--', 'psql', '-XAtqU', 'postgres', '-c', statement]);
  }

  /** What the server's own client prints. */
  async ask(statements: string, pod = this.primary): Promise<string> {
    const run = ['exec', '--stdin', pod, `--container=${this.container}`, '--', 'sh', '-c', this.kind.client];
    return (await this.practice.here(run, `${statements}\n`)).trim();
  }

  /** Writes row after row until it is ended; gives those that were acknowledged then, and how many a second that were. */
  write(): { readonly end: () => Promise<{ readonly rows: readonly number[]; readonly rate: number }> } {
    const began = Date.now();
    const shell = ['exec', this.primary, `--container=${this.container}`, '--', 'sh', '-c'];
    const writing = this.practice.here([...shell, writerScript(this.kind)]);
    writing.catch(() => undefined);
    const end = async () => {
      await this.practice.here([...shell, 'touch /tmp/enough']);
      const rows = (await writing).trim().split('\n').map(Number);
      return { rows, rate: (rows.length * 1_000) / (Date.now() - began) };
    };
    return { end };
  }

  /** What was written, as a server holds it. */
  async written(pod?: string): Promise<{ readonly count: number; readonly least: number; readonly most: number }> {
    const [count = 0, least = 0, most = 0] = (await this.ask(this.kind.written, pod)).split('|').map(Number);
    return { count, least, most };
  }

  /** The database as the inventory sees it, once its role is known; on a busy machine a probe may miss its second, so it waits for the pod, too. */
  orders(): Promise<LiveDatabase> {
    return until(
      `${this.workload} with a primary`,
      { seconds: 60, advice: 'Look at the inventory.', every: 500 },
      () => {
        const found = [...this.inventory.databases.values()].find(({ name }) => name === this.workload);
        const isServing = found?.members.some(({ role, ready }) => role === 'primary' && ready) === true;
        return Promise.resolve(isServing ? found : undefined);
      },
    );
  }

  async plan(
    operation: (tools: BackupTools) => Operation,
    parameters: Parameters,
    mover: string,
    connection = this.connection,
  ): Promise<{ readonly plan: Plan; readonly id: string }> {
    const id = `backup${String(this.#number++).padStart(2, '0')}`;
    const tools = { mover: () => Promise.resolve({ text: mover }), dumpEngineOf, tool: 'plinth test' };
    const situation = { connection, database: await this.orders(), now: Date.now, id, facts: {} };
    return { plan: await operation(tools).plan(situation, parameters), id };
  }

  /** The plan of an operation that is taken up again. */
  async planAgain(operation: (tools: BackupTools) => Operation, record: JournalRecord, mover: string): Promise<Plan> {
    const { id, facts, parameters } = record;
    const tools = { mover: () => Promise.resolve({ text: mover }), dumpEngineOf, tool: 'plinth test' };
    const situation = { connection: this.connection, database: await this.orders(), now: Date.now, id, facts };
    return operation(tools).plan(situation, parameters);
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
  async onClaim(
    script: string,
    image = this.kind.image,
    variables: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const { here } = this.practice;
    const name = `look-${String(this.#number++)}`;
    // The kubelet would expand `$(NAME)`.
    const env = Object.entries(variables).map(([key, value]) => ({
      name: key,
      value: value.replaceAll('$', () => '$$'),
    }));
    const volumeMounts = [{ name: 'backups', mountPath: '/backups' }];
    const spec = {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 0,
      securityContext: { runAsUser: 999, fsGroup: 999 },
      containers: [{ name: 'look', image, command: ['sh', '-c', script], env, volumeMounts }],
      volumes: [{ name: 'backups', persistentVolumeClaim: { claimName: 'backups' } }],
    };
    await here(['apply', '--filename=-'], JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec }));
    await here(['wait', '--for=jsonpath={.status.phase}=Succeeded', '--timeout=90s', `pod/${name}`]);
    const said = await here(['logs', name]);
    await here(['delete', 'pod', name, '--wait=false']);
    return said;
  }
}
