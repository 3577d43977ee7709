import assert from 'node:assert/strict';
import { executor } from '../../core/runner-pods/execute.ts';
import {
  LeaseLost,
  OperationRefused,
  resumeOperation,
  type Beginning,
  type JournalRecord,
  type RunnerEvent,
} from '../../core/runner/index.ts';
import { becomes, describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { PodsLab } from './lab.ts';

/** The pod of a holder. */
const podOf = (holder: string): string => holder.replace(/-[0-9a-f]{4}$/u, '');

describeOnCluster('runner pods', function () {
  this.timeout('5m');
  let lab: PodsLab;
  before(async () => {
    lab = await PodsLab.open('pods');
  });
  after(() => lab.close());
  beforeEach(() => lab.reset());

  const execute = async (id: string, parameters: Readonly<Record<string, number>>, more: Partial<Beginning> = {}) => {
    const plan = await lab.plan(id, parameters);
    const beginning = { connection: lab.connection, plan, id, by: 'anna', holder: 'anna@laptop', ...more };
    return executor(lab.tools)(beginning);
  };
  /** Of two runners that worked one after the other, no older one works after a newer one. */
  const worked = async (): Promise<readonly number[]> => {
    const epochs = ((await lab.switches())['worked'] ?? '').split(' ').map(Number);
    assert.deepEqual(
      epochs,
      [...epochs].sort((a, b) => a - b),
    );
    return [...new Set(epochs)];
  };
  const say = (what: string, seconds: number): void => {
    console.log(`      ${what}: ${seconds.toFixed(1)} s`);
  };
  it('run an operation to its end, told as it goes', async () => {
    const events: RunnerEvent[] = [];
    const times: number[] = [];
    const began = Date.now();
    const onEvent = (event: RunnerEvent): void => {
      events.push(event);
      times.push(Date.now());
    };
    const record: JournalRecord = await execute('pods0001', { seconds: 25 }, { onEvent });
    say('begun after', (record.started - began) / 1000);
    const silence = Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0))) / 1000;
    say('longest silence', silence);
    assert.ok(silence < 10);
    assert.equal(record.phase, 'done', record.reason);
    assert.equal(record.by, 'anna');
    const { closed, served } = await lab.switches();
    assert.deepEqual([closed, served], [undefined, String(record.epoch)]);
    assert.deepEqual([events[0]?.type, events.at(-1)?.type, events.at(-1)?.record.phase], ['phase', 'phase', 'done']);
  });

  it('go on under the other one when the leader is killed while writes are away', async () => {
    const run = execute('pods0002', { seconds: 8 });
    const leader = podOf(await lab.reaches('pods0002', 'served', 'running'));
    // Before it is killed: whoever gets a moment's grace hands over at once.
    const before = (await lab.record('pods0002'))?.record.epoch ?? 0;
    const killed = Date.now();
    await lab.kill(leader);
    await until('another leader', { seconds: 60, advice: 'Look at the logs.', every: 250 }, async () => {
      const found = await lab.record('pods0002');
      return found !== undefined && found.record.epoch > before ? found : undefined;
    });
    const took = (Date.now() - killed) / 1000;
    say('taken over after', took);
    assert.ok(took < 34, String(took));
    const record = await run;
    assert.equal(record.phase, 'done', record.reason);
    assert.equal((await worked()).length, 2);
  });

  it('bring writes back before the deadline and 10 s, when the leader is killed and there is no time to go on', async () => {
    const run = execute('pods0003', { seconds: 120, deadline: 40 });
    const leader = podOf(await lab.reaches('pods0003', 'served', 'running'));
    const closedAt = (await lab.record('pods0003'))?.record.steps.find(({ id }) => id === 'closed')?.started ?? 0;
    await lab.kill(leader);
    const record = await run;
    assert.equal(record.phase, 'rolled-back', record.reason);
    assert.match(record.reason ?? '', /Writes were to be away for 40 s at most/u);
    assert.equal((await lab.switches())['closed'], undefined);
    const closed = record.steps.find(({ id }) => id === 'closed');
    const away = ((closed?.ended ?? 0) - closedAt) / 1000;
    say('writes away', away);
    assert.equal(closed?.state, 'undone');
    assert.ok(away < 50, String(away));
  });

  it('hand over at once when the leader’s pod is deleted in good order', async () => {
    const run = execute('pods0004', { seconds: 15 });
    const leader = podOf(await lab.reaches('pods0004', 'served', 'running'));
    const { epoch } = (await lab.record('pods0004'))?.record ?? { epoch: 0 };
    await lab.practice.here(['delete', 'pod', leader, '--wait=false']);
    const deleted = Date.now();
    await until('another leader', { seconds: 60, advice: 'Look at the logs.', every: 250 }, async () => {
      const found = await lab.record('pods0004');
      return found !== undefined && found.record.epoch > epoch ? found : undefined;
    });
    const took = (Date.now() - deleted) / 1000;
    say('handed over after', took);
    assert.ok(took < 10, String(took));
    assert.equal((await run).phase, 'done');
    await worked();
  });

  it('are replaced when both are killed, and go on by themselves', async () => {
    const run = execute('pods0008', { seconds: 10, deadline: 300 });
    await lab.reaches('pods0008', 'served', 'running');
    const pods = (await lab.left('pods0008')).filter((name) => name.startsWith('pod/'));
    assert.equal(pods.length, 2);
    const killed = Date.now();
    await Promise.all(pods.map((pod) => lab.kill(pod.slice('pod/'.length))));
    const record = await run;
    say('both killed, ended after', (Date.now() - killed) / 1000);
    assert.equal(record.phase, 'done', record.reason);
    assert.equal((await worked()).length, 2);
  });

  it('leave an operation to be taken up here when both are gone for good', async () => {
    const run = execute('pods0005', { seconds: 40 });
    const lost = assert.rejects(
      run,
      (error) => error instanceof LeaseLost && error.message.includes('take it up again'),
    );
    await lab.reaches('pods0005', 'served', 'running');
    await lab.practice.here(['delete', 'job', 'plinth-run-pods0005', '--cascade=foreground', '--grace-period=0']);
    await lost;
    const left = await lab.record('pods0005');
    assert.equal(left?.record.phase, 'running');
    const plan = await lab.plan('pods0005', left.record.parameters);
    const { connection } = lab;
    const record = await resumeOperation({
      ...{ connection, plan, holder: 'anna@laptop', record: left.record, direction: 'back' },
    });
    assert.equal(record.phase, 'rolled-back', record.reason);
    assert.equal((await lab.switches())['closed'], undefined);
  });

  it('take back what is cancelled', async () => {
    const cancel = new AbortController();
    const run = execute('pods0006', { seconds: 60 }, { signal: cancel.signal });
    await lab.reaches('pods0006', 'served', 'running');
    cancel.abort();
    const record = await run;
    assert.equal(record.phase, 'cancelled');
    assert.equal((await lab.switches())['closed'], undefined);
  });

  it('begin no other plan than the one that was confirmed', async () => {
    const plan = await lab.plan('pods0007');
    const [first, ...rest] = plan.steps;
    assert.ok(first);
    const other = { ...plan, steps: [{ ...first, commands: ['put marked, gently'] }, ...rest] };
    const run = execute('pods0007', {}, { plan: other });
    await assert.rejects(run, (error) => error instanceof OperationRefused && error.message.includes('in another way'));
    assert.deepEqual(await lab.switches(), { master: 'on' });
    assert.equal(await lab.record('pods0007'), undefined);
  });

  it('say why they do not begin when they are cancelled before', async () => {
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'full' },
      spec: { hard: { pods: '1' } },
    };
    await lab.practice.here(['apply', '--filename=-'], JSON.stringify(quota));
    await becomes(lab.practice.here, ['quota', 'full'], '.status.used.pods', '1');
    try {
      const cancel = new AbortController();
      const run = execute('pods0009', {}, { signal: cancel.signal });
      setTimeout(() => {
        cancel.abort();
      }, 12_000);
      await assert.rejects(
        run,
        (error) => error instanceof OperationRefused && error.refusals[0]?.evidence.includes('exceeded quota') === true,
      );
      assert.equal(await lab.record('pods0009'), undefined);
    } finally {
      await lab.practice.here(['delete', 'quota', 'full']);
    }
  });

  it('leave nothing behind, whatever became of them', async () => {
    await until('an empty namespace', { seconds: 90, advice: 'See what kubectl get shows.', every: 1_000 }, async () =>
      (await lab.left('pods')).length === 0 ? true : undefined,
    );
    const lease = await lab.practice.here([
      'get',
      'lease',
      'plinth-orders',
      '--output=jsonpath={.spec.holderIdentity}',
    ]);
    assert.equal(lease, '');
  });
});
