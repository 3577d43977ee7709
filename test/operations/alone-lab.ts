// One server in a StatefulSet of its own, which is stopped and started, also by runners that die.
import assert from 'node:assert/strict';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import {
  listOperations,
  resumeOperation,
  runPlan,
  type JournalRecord,
  type Operation,
  type Parameters,
  type Plan,
} from '../../core/runner/index.ts';
import type { ServerKind } from '../backup-operations/kinds.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { until } from '../cluster/wait.ts';
import { dyingBefore } from '../in-place/dying.ts';
import { claimUids, endpointsOf, notesOf, replicasOf } from '../in-place/seen.ts';

/** The Service of the clients, beside the one that names the pods; on a port of its own. */
export const DOOR = 'orders-clients';

const service = ({ port }: ServerKind): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: DOOR },
  spec: { selector: { app: 'orders' }, ports: [{ port: port + 1, targetPort: port }] },
});

interface Claim {
  readonly metadata: { readonly name: string; readonly labels?: object };
  readonly spec: { readonly accessModes: readonly string[]; readonly resources: object };
}

export class AloneLab {
  readonly #lab: BackupLab;
  /** uids by name, as they were at the beginning. */
  readonly claimsBefore: Readonly<Record<string, string>>;
  #number = 0;

  private constructor(lab: BackupLab, claims: Readonly<Record<string, string>>) {
    this.#lab = lab;
    this.claimsBefore = claims;
  }

  static async open(title: string, kind: ServerKind): Promise<AloneLab> {
    const lab = await BackupLab.open(`ops-alone-${title}`, kind, (objects) => [...objects, service(kind)]);
    return new AloneLab(lab, await claimUids(lab, 'orders'));
  }

  close = (): Promise<void> => this.#lab.close();
  /** kubectl in its namespace. */
  here = (args: readonly string[], input?: string): Promise<string> => this.#lab.practice.here(args, input);
  operations = () => listOperations(this.#lab.connection, this.#lab.namespace);
  ask = (statements: string): Promise<string> => this.#lab.ask(statements);
  written = (): ReturnType<BackupLab['written']> => this.#lab.written();
  claims = (): ReturnType<typeof claimUids> => claimUids(this.#lab, 'orders');
  endpoints = (of: string): Promise<string[]> => endpointsOf(this.#lab, of);
  replicas = (): Promise<number> => replicasOf(this.#lab, 'orders');
  pods = (): Promise<string[]> => this.#names('pods');
  jobs = (): Promise<string[]> => this.#names('jobs');

  /** What the workload says of its stop. */
  async record(): Promise<string | undefined> {
    return (await notesOf(this.#lab, 'statefulset', 'orders'))['plinth.dev/stopped'];
  }

  async #names(kind: string): Promise<string[]> {
    const text = await this.#lab.practice.here(['get', kind, '--output=name']);
    return text.split('\n').filter((line) => line !== '');
  }

  /** As the inventory sees it once it has settled: it serves, or it is stopped. */
  #settled(): Promise<LiveDatabase> {
    const { inventory } = this.#lab;
    return until('orders to settle', { seconds: 60, advice: 'Look at the inventory.', every: 300 }, async () => {
      await inventory.refresh();
      const found = this.seen();
      const wanted = (await this.replicas()) === 0 ? 'stopped' : 'healthy';
      const isKnown = wanted === 'stopped' || found?.members.every(({ role }) => role === 'primary');
      return found?.health === wanted && isKnown === true ? found : undefined;
    });
  }

  /** As the inventory sees it now. */
  seen(): LiveDatabase | undefined {
    return [...this.#lab.inventory.databases.values()].find(({ name }) => name === 'orders');
  }

  async plan(operation: Operation, parameters: Parameters = {}): Promise<{ readonly plan: Plan; readonly id: string }> {
    const id = `alone${String(this.#number++).padStart(3, '0')}`;
    const database = await this.#settled();
    const { connection } = this.#lab;
    return { plan: await operation.plan({ connection, database, now: Date.now, id, facts: {} }, parameters), id };
  }

  /** Plans and runs to the end, which has to be a good one. */
  async run(operation: Operation, parameters: Parameters = {}): Promise<JournalRecord> {
    const { plan, id } = await this.plan(operation, parameters);
    assert.deepEqual(plan.refusals, []);
    const record = await runPlan({ connection: this.#lab.connection, plan, id, holder: `test-${id}`, by: 'test' });
    assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
    return record;
  }

  /** Runs until a step is reached; from then on nothing of this runner arrives. */
  async dieBefore(plan: Plan, id: string, step: string): Promise<void> {
    assert.deepEqual(plan.refusals, []);
    const dying = dyingBefore(plan, step);
    const connection = dying.connection(this.#lab.connection);
    const dead = runPlan({ connection, plan: dying.plan, id, holder: `test-${id}`, by: 'test' });
    await assert.rejects(dead);
  }

  /** Takes up what a dead runner has left: planned anew from what is there now, and the facts of the journal. */
  async takeUp(operation: Operation, id: string, direction: 'forward' | 'back'): Promise<JournalRecord> {
    const { connection, namespace } = this.#lab;
    const { operations } = await listOperations(connection, namespace);
    const record = operations.find((one) => one.record.id === id)?.record;
    const database = this.seen();
    assert.ok(record && database);
    const { facts, parameters } = record;
    const plan = await operation.plan({ connection, database, now: Date.now, id, facts }, parameters);
    return resumeOperation({ connection, plan, record, direction, holder: `second-${id}` });
  }

  /** Puts an empty claim in the place of one. */
  async replaceClaim(name: string): Promise<void> {
    const { here } = this.#lab.practice;
    const { metadata, spec } = JSON.parse(await here(['get', 'pvc', name, '--output=json'])) as Claim;
    await here(['delete', 'pvc', name]);
    const anew = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, labels: metadata.labels },
      spec: { accessModes: spec.accessModes, resources: spec.resources },
    };
    await here(['apply', '--filename=-'], JSON.stringify(anew));
  }
}
