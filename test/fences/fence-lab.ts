// Members of a sound database are fenced and come back; what is looked at is what kubectl and the servers say.
import assert from 'node:assert/strict';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { fenceOperation } from '../../core/operations/fence/fence.ts';
import { unfenceOperation } from '../../core/operations/fence/unfence.ts';
import type { JournalRecord, Operation, Parameters, Plan } from '../../core/runner/index.ts';
import { until } from '../cluster/wait.ts';
import { RestartLab } from '../restart/lab.ts';

/** What of a set a fence may change, and must put back. */
export interface Asked {
  readonly replicas: number;
  readonly ordinals?: { readonly start: number };
  readonly updateStrategy: { readonly type: string };
  readonly gates: unknown;
  readonly notes: readonly string[];
}

interface SetBody {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly replicas: number;
    readonly ordinals?: { readonly start: number };
    readonly updateStrategy: { readonly type: string };
    readonly template: { readonly spec: { readonly schedulingGates?: unknown } };
  };
  readonly status: { readonly currentRevision?: string; readonly updateRevision?: string };
}

export class FenceLab {
  readonly lab: RestartLab;
  #number = 0;

  private constructor(lab: RestartLab) {
    this.lab = lab;
  }

  static async open(folder: string, namespace: string): Promise<FenceLab> {
    return new FenceLab(await RestartLab.open(folder, namespace));
  }

  get name(): string {
    return this.lab.database.name;
  }

  here = (args: readonly string[]): Promise<string> => this.lab.practice.here(args);

  /** As the inventory sees it now, ill or not, once a look at it says what is waited for. */
  seen(is: (found: LiveDatabase) => boolean = () => true): Promise<LiveDatabase> {
    const advice = 'Look at the inventory.';
    return until(`${this.name} in sight`, { seconds: 120, advice, every: 500 }, async () => {
      await this.lab.inventory.refresh();
      const found = [...this.lab.inventory.databases.values()].find(({ name }) => name === this.name);
      return found !== undefined && is(found) ? found : undefined;
    });
  }

  async plan(
    operation: Operation,
    parameters: Parameters,
    is?: (found: LiveDatabase) => boolean,
  ): Promise<{ readonly plan: Plan; readonly id: string }> {
    const id = `fence${String(this.#number++).padStart(3, '0')}`;
    const { connection } = this.lab;
    const database = await this.seen(is);
    return { plan: await operation.plan({ connection, database, now: Date.now, id, facts: {} }, parameters), id };
  }

  async #run(operation: Operation, parameters: Parameters): Promise<JournalRecord> {
    const { plan, id } = await this.plan(operation, parameters);
    assert.deepEqual(plan.refusals, []);
    const record = await this.lab.run(plan, id);
    const seconds = ((record.ended ?? 0) - record.started) / 1_000;
    console.log(`      ${plan.title}: ${record.phase} in ${seconds.toFixed(1)} s`);
    assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
    return record;
  }

  fence = (parameters: Parameters): Promise<JournalRecord> => this.#run(fenceOperation, parameters);
  unfence = (): Promise<JournalRecord> => this.#run(unfenceOperation, {});

  async set(): Promise<SetBody> {
    return JSON.parse(await this.here(['get', 'statefulset', this.name, '--output=json'])) as SetBody;
  }

  async asked(): Promise<Asked> {
    const { metadata, spec } = await this.set();
    const { replicas, ordinals, updateStrategy, template } = spec;
    return {
      replicas,
      ...(ordinals && { ordinals }),
      updateStrategy,
      gates: template.spec.schedulingGates,
      notes: Object.keys(metadata.annotations ?? {}).filter((key) => key.includes('fence')),
    };
  }

  /** uids of the members' pods and of their claims, by name. */
  pods = (): Promise<Readonly<Record<string, string>>> => this.lab.pods();

  async claims(): Promise<Readonly<Record<string, string>>> {
    const path = '{range .items[*]}{.metadata.name} {.metadata.uid}{"\\n"}{end}';
    const lines = (await this.here(['get', 'pvc', `--output=jsonpath=${path}`])).trim().split('\n');
    return Object.fromEntries(lines.map((line) => line.split(' ') as [string, string]));
  }

  /** Runs SQL in a member as its superuser. */
  sql = async (pod: string, statement: string): Promise<string> =>
    (
      await this.here([
        'exec',
        pod,
        '-c',
        this.lab.database.container,
        '--',
        'psql',
        '-U',
        'postgres',
        '-XAtqc',
        statement,
      ])
    ).trim();

  /** Writes rows by whoever leads now; waits until all replicas that are there have them. */
  async write(table: string, rows: number): Promise<void> {
    const { members } = await this.lab.live();
    const primary = members.find(({ role }) => role === 'primary')?.pod.name;
    assert.ok(primary !== undefined);
    await this.sql(primary, `CREATE TABLE ${table} AS SELECT generate_series(1, ${String(rows)}) AS id`);
  }

  close = (): Promise<void> => this.lab.close();
}
