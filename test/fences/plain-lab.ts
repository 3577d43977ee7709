// A Redis whose members follow the first one, on claims: light, and as little as a set can be.
import assert from 'node:assert/strict';
import { connect, readContexts } from '../../core/cluster/index.ts';
import type { Connection } from '../../core/cluster/connection.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { openInventory } from '../../core/inventory/open.ts';
import { runPlan, type JournalRecord, type Operation, type Parameters, type Plan } from '../../core/runner/index.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { practise, type Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';

export const SET = 'sessions';

const START = `case $HOSTNAME in *-0) set -- ;; *) set -- --replicaof ${SET}-0.${SET} 6379 ;; esac
exec redis-server --dir /data --appendonly yes --protected-mode no "$@"`;

const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: SET },
  spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector: { app: SET }, ports: [{ port: 6379 }] },
};

export interface PlainOptions {
  readonly replicas: number;
  /** Pods are bound by hand. */
  readonly unscheduled?: boolean;
}

/** Ready while the file /data/unready is not there. Members wait for each other, as is the default. */
const setOf = ({ replicas, unscheduled = false }: PlainOptions): object => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: SET, labels: { app: SET } },
  spec: {
    replicas,
    serviceName: SET,
    selector: { matchLabels: { app: SET } },
    template: {
      metadata: { labels: { app: SET } },
      spec: {
        ...(unscheduled ? { schedulerName: 'nobody' } : {}),
        terminationGracePeriodSeconds: 10,
        containers: [
          {
            name: 'redis',
            image: 'redis:7.0.15',
            command: ['sh', '-c', START],
            ports: [{ containerPort: 6379 }],
            readinessProbe: { exec: { command: ['sh', '-c', 'test ! -e /data/unready'] }, periodSeconds: 1 },
            resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } },
            volumeMounts: [{ name: 'data', mountPath: '/data' }],
          },
        ],
      },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '64Mi' } } },
      },
    ],
  },
});

export class PlainLab {
  readonly practice: Practice;
  readonly connection: Connection;
  readonly #inventory: Inventory;
  #number = 0;

  private constructor(practice: Practice, connection: Connection) {
    this.practice = practice;
    this.connection = connection;
    this.#inventory = openInventory(connection, { namespaces: [practice.namespace] });
  }

  static async open(namespace: string, options: PlainOptions): Promise<PlainLab> {
    const practice = await practise(namespace);
    const [context] = (await readContexts({ env: { KUBECONFIG } })).contexts;
    assert.ok(context);
    const list = { apiVersion: 'v1', kind: 'List', items: [service, setOf(options)] };
    await practice.here(['apply', '--filename=-'], JSON.stringify(list));
    return new PlainLab(practice, connect(context));
  }

  here = (args: readonly string[], input?: string): Promise<string> => this.practice.here(args, input);

  /** As the inventory sees it, once that is as it is waited for. */
  seen(is: (found: LiveDatabase) => boolean): Promise<LiveDatabase> {
    const advice = 'Look at the inventory.';
    return until(`${SET} in sight`, { seconds: 120, advice, every: 500 }, async () => {
      await this.#inventory.refresh();
      const found = [...this.#inventory.databases.values()].find(({ name }) => name === SET);
      return found !== undefined && is(found) ? found : undefined;
    });
  }

  async plan(
    operation: Operation,
    parameters: Parameters,
    is: (found: LiveDatabase) => boolean,
  ): Promise<{ readonly plan: Plan; readonly id: string }> {
    const id = `plain${String(this.#number++).padStart(3, '0')}`;
    const database = await this.seen(is);
    const situation = { connection: this.connection, database, now: Date.now, id, facts: {} };
    return { plan: await operation.plan(situation, parameters), id };
  }

  /** Runs a plan that has no refusals to its end, which must be good. */
  async run({ plan, id }: { readonly plan: Plan; readonly id: string }): Promise<JournalRecord> {
    assert.deepEqual(plan.refusals, []);
    const record = await runPlan({ connection: this.connection, plan, id, holder: `test-${id}`, by: 'test' });
    const seconds = ((record.ended ?? 0) - record.started) / 1_000;
    console.log(`      ${plan.title}: ${record.phase} in ${seconds.toFixed(1)} s`);
    assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
    return record;
  }

  /** uids of the pods by name. */
  async pods(): Promise<Readonly<Record<string, string>>> {
    const path = '{range .items[*]}{.metadata.name} {.metadata.uid}{"\\n"}{end}';
    const text = (await this.here(['get', 'pods', `--selector=app=${SET}`, `--output=jsonpath=${path}`])).trim();
    return Object.fromEntries(text.split('\n').map((line) => line.split(' ') as [string, string]));
  }

  async close(): Promise<void> {
    this.#inventory.close();
    this.connection.close();
    // The storage class keeps volumes.
    const names = await this.here(['get', 'pvc', '--output=jsonpath={.items[*].spec.volumeName}']);
    for (const volume of names.split(' ').filter((name) => name !== ''))
      await this.practice.kubectl([
        'patch',
        'pv',
        volume,
        '--patch={"spec":{"persistentVolumeReclaimPolicy":"Delete"}}',
      ]);
    await this.practice.leave();
  }
}
