// A namespace with database members that are asked over the API, as Plinth asks them.
import assert from 'node:assert/strict';
import { connect, readContexts } from '../../core/cluster/index.ts';
import type { Connection } from '../../core/cluster/connection.ts';
import { attempt, type Outcome } from '../../core/inventory/asking/attempt.ts';
import type { MemberToAsk } from '../../core/inventory/asking/types.ts';
import type { MemberAnswer } from '../../engines/model/live.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { isReady, practise, type Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { contextOf } from '../support/context.ts';

/** A pod of one server, and what stands before it. */
export interface ServerPod {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where the data volume is mounted. */
  readonly data: string;
  readonly user: number;
  /** A script that runs before the server, in its image. */
  readonly before?: string;
  readonly ready: readonly string[];
}

/** Seconds: the machine may be busy with other tests. */
const PATIENCE = 120;

export class Lab {
  readonly practice: Practice;
  readonly connection: Connection;

  private constructor(practice: Practice, connection: Connection) {
    this.practice = practice;
    this.connection = connection;
  }

  static async open(namespace: string): Promise<Lab> {
    const practice = await practise(namespace);
    const { contexts } = await readContexts({ env: { KUBECONFIG } });
    const [context] = contexts;
    assert.ok(context, 'the practice cluster has a context');
    return new Lab(practice, connect(context));
  }

  async close(): Promise<void> {
    this.connection.close();
    await this.practice.leave();
  }

  /** Makes pods, each with a Service of its name, and waits until they are ready. */
  async start(...pods: readonly ServerPod[]): Promise<void> {
    const items = pods.flatMap((pod) => [podOf(pod), serviceOf(pod.name)]);
    await this.practice.here(['apply', '--filename=-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    await Promise.all(pods.map(({ name }) => isReady(this.practice.here, name)));
  }

  /** Runs a script in a pod, and gives what it prints. */
  run(pod: string, script: string): Promise<string> {
    return this.practice.here(['exec', pod, '--container=server', '--', 'sh', '-c', script]);
  }

  /** The pod as it runs, as Plinth would ask it. */
  async member(pod: string, container = 'server'): Promise<MemberToAsk> {
    const text = await this.practice.here(['get', 'pod', pod, '--output=json']);
    const { metadata, status } = JSON.parse(text) as { metadata: { uid: string }; status: { podIP?: string } };
    const { recognition, context } = contextOf(text);
    const { engine } = recognition;
    const { namespace } = this.practice;
    const place = { namespace, pod, container, uid: metadata.uid, node: undefined, address: status.podIP };
    return { ...place, database: 'lab', running: true, started: 1, restarts: 0, replicated: true, engine, context };
  }

  /** Puts the engine's question to a pod. */
  async ask(pod: string, container?: string): Promise<Outcome> {
    const member = await this.member(pod, container);
    const question = member.engine.live?.ask(member.context);
    assert.ok(question, `${pod} can be asked`);
    return attempt(this.connection, member, question, { signal: new AbortController().signal, timeout: 20_000 });
  }

  /** The answer of a pod that has to give one. */
  async answer(pod: string, container?: string): Promise<MemberAnswer> {
    const outcome = await this.ask(pod, container);
    return outcome.state === 'answered' ? outcome.answer : assert.fail(`${pod}: ${outcome.why}`);
  }

  /** Waits for an answer that fits. */
  answers(pod: string, what: string, fits: (answer: MemberAnswer) => boolean): Promise<MemberAnswer> {
    const advice = `Look at the logs of ${pod}.`;
    let last: Outcome | undefined;
    return until(`${pod}: ${what}`, { seconds: PATIENCE, advice, every: 300 }, async () => {
      last = await this.ask(pod);
      return last.state === 'answered' && fits(last.answer) && last.answer;
    }).catch((error: unknown) => assert.fail(`${String(error)}\n${JSON.stringify(last)}`));
  }

  /** Waits for a failure that is explained so. */
  async fails(pod: string, why: RegExp): Promise<void> {
    const advice = `Look at the logs of ${pod}.`;
    let last: Outcome | undefined;
    await until(`${pod} fails with ${String(why)}`, { seconds: PATIENCE, advice, every: 300 }, async () => {
      last = await this.ask(pod);
      return last.state === 'failed' && why.test(last.why);
    }).catch((error: unknown) => assert.fail(`${String(error)}\n${JSON.stringify(last)}`));
  }
}

function podOf({ name, image, args = [], env = {}, data, user, before, ready }: ServerPod): object {
  const variables = Object.entries(env).map(([key, value]) => ({ name: key, value }));
  const volumeMounts = [{ name: 'data', mountPath: data }];
  const server = { name: 'server', image, args, env: variables, volumeMounts };
  const first = { ...server, name: 'before', args: [], command: ['sh', '-ec', before ?? ''] };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { server: name } },
    spec: {
      // A server that is process 1 of its own namespace cannot be stopped from inside it.
      shareProcessNamespace: true,
      terminationGracePeriodSeconds: 5,
      securityContext: { runAsUser: user, runAsGroup: user, fsGroup: user },
      initContainers: before === undefined ? [] : [first],
      containers: [{ ...server, readinessProbe: { exec: { command: ready }, periodSeconds: 1, timeoutSeconds: 10 } }],
      volumes: [{ name: 'data', emptyDir: {} }],
    },
  };
}

function serviceOf(name: string): object {
  const spec = { clusterIP: 'None', publishNotReadyAddresses: true, selector: { server: name } };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec };
}
