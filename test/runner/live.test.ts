import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '../../core/cluster/connection.ts';
import { connect, readContexts, RESOURCES } from '../../core/cluster/index.ts';
import {
  ENDED,
  LeaseLost,
  listOperations,
  OperationRefused,
  requestCancel,
  resumeOperation,
  runPlan,
  watchOperations,
  type JournalRecord,
  type Operations,
  type Plan,
  type Step,
} from '../../core/runner/index.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { describeOnCluster, isReady, practise, type Practice } from '../cluster/practice.ts';
import { mortal } from './mortal.ts';
import { begin, planOf, SWITCHES, switchStep } from './switches.ts';

/** The API keeps no empty map. */
const FIRST = { master: 'on' };

const WRITES: readonly string[] = ['create', 'replace', 'patch', 'remove'];

/** A client that dies at a write: nothing that it sends from then on arrives. */
function dyingAt(connection: Connection, number: number): Connection {
  let count = 0;
  return mortal(connection, (name, kill) => {
    if (WRITES.includes(name)) count++;
    if (count > number) kill();
  }).connection;
}

describeOnCluster('operations on a real cluster', function () {
  this.timeout('5m');
  let practice: Practice;
  let connection: Connection;
  before(async () => {
    practice = await practise('runner-live');
    const [context] = (await readContexts({ env: { KUBECONFIG } })).contexts;
    assert.ok(context);
    connection = connect(context);
    const { namespace } = practice;
    const template = {
      metadata: { labels: { app: 'orders' } },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [{ name: 'server', image: 'redis:7', command: ['sleep', '3600'] }],
      },
    };
    const selector = { matchLabels: { app: 'orders' } };
    const items = [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'switches', namespace }, data: FIRST },
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'orders', namespace },
        spec: { serviceName: 'orders', replicas: 1, selector, template },
      },
    ];
    await practice.here(['apply', '--filename=-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    await isReady(practice.here, 'orders-0');
  });
  const allOff = async (): Promise<void> => {
    await connection.patch({ ...SWITCHES, namespace: practice.namespace }, [
      { op: 'add', path: '/data', value: FIRST },
    ]);
  };
  beforeEach(allOff);
  after(async () => {
    connection.close();
    await practice.leave();
  });

  const here = (steps: readonly Step[]): Plan =>
    planOf(steps, { database: { namespace: practice.namespace, kind: 'StatefulSet', name: 'orders' } });
  const on = async (): Promise<string> => {
    const { data } = await connection.read({ ...SWITCHES, namespace: practice.namespace });
    return Object.keys(data as Readonly<Record<string, string>>)
      .filter((key) => !(key in FIRST))
      .sort()
      .join(' ');
  };
  const shell = (script: string): Step => ({
    ...switchStep('shell'),
    act: async (hand) => {
      const target = { namespace: hand.namespace, pod: 'orders-0', container: 'server' };
      const { exitCode, stdout } = await hand.script(target, script);
      assert.equal(exitCode, 0, stdout);
      await hand.keep('said', stdout.trim());
      await switchStep('shell').act(hand);
    },
  });
  const options = (plan: Plan, id: string, holder: string): Parameters<typeof runPlan>[0] => ({
    ...begin(connection, plan),
    id,
    holder,
  });

  it('run to their end, and are told on the workload', async () => {
    const steps = [switchStep('a'), shell('cat /tmp/.plinth-epoch')];
    const record = await runPlan(options(here(steps), 'live0001', 'anna'));
    assert.equal(record.phase, 'done', record.reason);
    assert.equal(await on(), 'a shell');
    assert.equal(record.facts['said'], String(record.epoch));
    const described = await practice.here(['describe', 'statefulset', 'orders']);
    assert.match(described, /PlinthDone.*live0001/u);
    const lease = await connection.read({
      resource: RESOURCES.leases,
      namespace: practice.namespace,
      name: 'plinth-orders',
    });
    assert.equal((lease['spec'] as { holderIdentity?: string }).holderIdentity ?? '', '');
  });

  it('stop in a container where a newer runner was', async () => {
    const newer = 'echo 999 > /tmp/.plinth-epoch';
    await practice.here(['exec', 'orders-0', '--', 'sh', '-c', newer]);
    const run = runPlan(options(here([shell('echo ran > /tmp/ran')]), 'live0002', 'anna'));
    await assert.rejects(run, (error) => error instanceof LeaseLost && error.message.includes('epoch 999'));
    await assert.rejects(practice.here(['exec', 'orders-0', '--', 'cat', '/tmp/ran']));
    await practice.here(['exec', 'orders-0', '--', 'rm', '/tmp/.plinth-epoch']);
    const [operation] = (await listOperations(connection, practice.namespace)).operations;
    assert.ok(operation?.record.id === 'live0002');
    const plan = here([shell('true')]);
    const record = await resumeOperation({
      ...{ connection, plan, holder: 'ben', direction: 'back', record: operation.record },
    });
    assert.equal(record.phase, 'rolled-back', record.reason);
  });

  it('are watched and cancelled from elsewhere', async () => {
    const slow = switchStep('b', { act: (hand) => hand.sleep(120_000) });
    const run = runPlan(options(here([switchStep('a'), slow]), 'live0003', 'anna'));
    const watching = new AbortController();
    let asked = 0;
    const phases: string[] = [];
    for await (const { operations } of watchOperations(connection, practice.namespace, {
      signal: watching.signal,
    }) as AsyncIterable<Operations>) {
      const found = operations.find(({ record }) => record.id === 'live0003');
      if (found === undefined) continue;
      phases.push(found.record.phase);
      if (asked === 0 && found.record.steps[1]?.state === 'running') {
        assert.ok(found.live);
        assert.equal(found.holder, 'anna');
        asked = Date.now();
        await requestCancel(connection, found.record);
      }
      if (ENDED.includes(found.record.phase)) watching.abort();
    }
    const record = await run;
    assert.equal(record.phase, 'cancelled');
    assert.ok((record.ended ?? 0) - asked < 4_000, `${String((record.ended ?? 0) - asked)} ms`);
    assert.equal(await on(), '');
    assert.deepEqual([phases[0], phases.at(-1)], ['running', 'cancelled']);
  });

  it('are taken back by another when their runner was killed', async () => {
    const plan = here([switchStep('a'), switchStep('b')]);
    // Lease, journal, intent, epoch, a: and dead.
    const dying = dyingAt(connection, 8);
    await assert.rejects(runPlan({ ...options(plan, 'live0004', 'anna'), connection: dying }));
    const [operation] = (await listOperations(connection, practice.namespace)).operations;
    assert.ok(operation?.record.phase === 'running');
    const record = await resumeOperation({
      ...{ connection, plan, holder: 'ben', direction: 'back', record: operation.record },
    });
    assert.ok(['rolled-back', 'failed'].includes(record.phase), record.phase);
    assert.equal(await on(), '');
  });

  it('are never run by two at once', async () => {
    for (let race = 0; race < 5; race++) {
      let inside = 0;
      let most = 0;
      const alone = switchStep('a', {
        act: async (hand) => {
          most = Math.max(most, ++inside);
          await hand.sleep(3_000);
          await switchStep('a').act(hand);
          inside--;
        },
      });
      const one = (holder: string): Promise<JournalRecord> =>
        runPlan(options(here([alone]), `race${holder}${String(race)}`, holder));
      await allOff();
      const outcomes = await Promise.allSettled([one('anna'), pause(race * 5).then(() => one('benn'))]);
      assert.equal(most, 1);
      assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      for (const outcome of outcomes)
        if (outcome.status === 'rejected')
          assert.ok(outcome.reason instanceof OperationRefused, String(outcome.reason));
    }
  });
});
