// A namespace with one Redis in it, which runner pods find, and the switches on which the slow operation works.
import assert from 'node:assert/strict';
import { connect, readContexts } from '../../core/cluster/index.ts';
import type { Connection } from '../../core/cluster/connection.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { findDatabase } from '../../core/runner-pods/pod/find-database.ts';
import type { RunnerTools } from '../../core/runner-pods/execute.ts';
import type { JournalRecord, Parameters, Plan } from '../../core/runner/index.ts';
import { listOperations } from '../../core/runner/index.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { isReady, practise, type Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { bundleOf } from './bundle.ts';
import { slowOperation, SWITCHES } from './slow-operation.ts';

export class PodsLab {
  readonly practice: Practice;
  readonly connection: Connection;
  readonly tools: RunnerTools;
  readonly namespace: string;

  private constructor(practice: Practice, connection: Connection, tools: RunnerTools) {
    this.practice = practice;
    this.connection = connection;
    this.tools = tools;
    this.namespace = practice.namespace;
  }

  static async open(namespace: string): Promise<PodsLab> {
    const runner = await bundleOf('test/runner-pods/slow-pod.ts');
    const practice = await practise(namespace);
    const [context] = (await readContexts({ env: { KUBECONFIG } })).contexts;
    assert.ok(context);
    await practice.here(
      ['apply', '--filename=-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects() }),
    );
    await until('the pod orders-0', { seconds: 60, advice: 'Look at the StatefulSet.', every: 500 }, () =>
      practice.here(['get', 'pod', 'orders-0', '--ignore-not-found', '--output=name']),
    );
    await isReady(practice.here, 'orders-0');
    const tools = { programs: () => Promise.resolve({ runner }), tool: 'plinth test' };
    return new PodsLab(practice, connect(context), tools);
  }

  async close(): Promise<void> {
    this.connection.close();
    await this.practice.leave();
  }

  async reset(): Promise<void> {
    await this.practice.here(['delete', 'configmap', SWITCHES, '--ignore-not-found']);
    await this.practice.here(['create', 'configmap', SWITCHES, '--from-literal=master=on']);
  }

  orders(): Promise<LiveDatabase> {
    return findDatabase(this.connection, { namespace: this.namespace, kind: 'StatefulSet', name: 'orders' });
  }

  async plan(id: string, parameters: Parameters = {}): Promise<Plan> {
    const situation = { connection: this.connection, database: await this.orders(), now: Date.now, id, facts: {} };
    return slowOperation.plan(situation, parameters);
  }

  async switches(): Promise<Readonly<Record<string, string>>> {
    const text = await this.practice.here(['get', 'configmap', SWITCHES, '--output=json']);
    return (JSON.parse(text) as { data: Record<string, string> }).data;
  }

  async record(id: string): Promise<{ readonly record: JournalRecord; readonly holder?: string } | undefined> {
    const { operations } = await listOperations(this.connection, this.namespace);
    return operations.find(({ record }) => record.id === id);
  }

  /** Waits until a step has this state; gives who leads then. */
  reaches(id: string, step: string, state: string): Promise<string> {
    return until(
      `${step} ${state}`,
      { seconds: 90, advice: 'Look at the runner pods’ logs.', every: 500 },
      async () => {
        const found = await this.record(id);
        const is = found?.record.steps.find((one) => one.id === step)?.state;
        return is === state ? (found?.holder ?? 'nobody') : undefined;
      },
    );
  }

  /** Kills a pod at once, as the end of its node would. */
  async kill(pod: string): Promise<void> {
    await this.practice.here(['delete', 'pod', pod, '--grace-period=0', '--force']);
  }

  /** Names of what is there for the pods of operations whose ids begin like this, of every kind. */
  async left(id: string): Promise<readonly string[]> {
    const kinds = 'jobs,pods,configmaps,serviceaccounts,roles,rolebindings';
    const names = await this.practice.here(['get', kinds, '--output=name']);
    return names.split('\n').filter((name) => name.includes(`plinth-run-${id}`));
  }
}

/** A Redis that is stopped at once. */
function objects(): readonly object[] {
  const labels = { app: 'orders' };
  const ports = [{ name: 'redis', port: 6379 }];
  return [
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'orders' }, spec: { selector: labels, ports } },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'orders', labels },
      spec: {
        serviceName: 'orders',
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 1,
            containers: [{ name: 'redis', image: 'redis:7', ports: [{ containerPort: 6379, name: 'redis' }] }],
          },
        },
      },
    },
  ];
}
