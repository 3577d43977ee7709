// A database that is stopped and started by the clock, as Kubernetes does it.
import assert from 'node:assert/strict';
import { hoursOperations } from '../../core/hours/index.ts';
import type { LiveHours } from '../../core/inventory/model.ts';
import type { Operation } from '../../core/runner/index.ts';
import { POSTGRESQL } from '../backup-operations/kinds.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { AloneLab } from '../operations/alone-lab.ts';
import { bundleOf } from '../runner-pods/bundle.ts';
import { allFindings, describeFinding, linterOf } from '../support/workspace.ts';

/** Once a year: not while this runs. */
const FAR = '0 0 1 1 *';
const MINUTELY = '* * * * *';

describeOnCluster('a PostgreSQL that stops and starts by the clock', function () {
  this.timeout('8m');
  let lab: AloneLab;
  let schedule: Operation;
  let unschedule: Operation;
  let proof: string;

  before(async () => {
    const runner = await bundleOf('core/runner-pods/pod/main.ts');
    const [first, second] = hoursOperations({ programs: () => Promise.resolve({ runner }), tool: 'plinth test' });
    assert.ok(first && second);
    [schedule, unschedule] = [first, second];
    lab = await AloneLab.open('hours', POSTGRESQL);
    proof = await lab.ask(POSTGRESQL.proof);
  });
  after(() => lab.close());

  const names = async (kinds: string): Promise<string[]> => {
    const text = await lab.here(['get', kinds, '--selector=plinth.dev/hours', '--output=name']);
    return text
      .split('\n')
      .filter((line) => line !== '')
      .sort();
  };
  const PARTS = 'configmap,serviceaccount,role,rolebinding';
  const run = (act: string, name: string) => lab.here(['create', 'job', name, `--from=cronjob/plinth-${act}-orders`]);
  const succeeded = (job: string) =>
    until(`${job} done`, { seconds: 150, advice: 'Look at its pods.', every: 1_000 }, async () =>
      (await lab.here(['get', 'job', job, '--output=jsonpath={.status.succeeded}'])) === '2' ? true : undefined,
    );
  const hours = (what: string, fits: (found: readonly LiveHours[]) => boolean) =>
    until(what, { seconds: 150, advice: 'Look at the CronJobs.', every: 500 }, () => {
      const found = lab.seen()?.hours;
      return Promise.resolve(found !== undefined && fits(found) ? found : undefined);
    });
  const becomes = (health: string) =>
    until(health, { seconds: 180, advice: 'Look at the CronJob’s pods.', every: 500 }, () =>
      Promise.resolve(lab.seen()?.health === health ? true : undefined),
    );

  it('stops when the time comes, by two CronJobs of which the linter says nothing', async () => {
    await lab.run(schedule, { stop: MINUTELY, start: FAR, timeZone: 'Europe/Zurich' });
    const made = JSON.parse(await lab.here(['get', 'cronjobs', '--output=json'])) as { items: object[] };
    assert.equal(made.items.length, 2);
    for (const one of made.items)
      assert.deepEqual(allFindings(linterOf({ 'cron-job.yaml': JSON.stringify(one) })).map(describeFinding), []);
    const began = Date.now();
    await becomes('stopped');
    console.log(`      stopped ${String(Math.round((Date.now() - began) / 1000))} s after it was scheduled`);
    const [shown] = await hours('a run that is shown', ([one]) => one?.result === 'succeeded');
    assert.deepEqual([shown?.act, shown?.schedule, shown?.timeZone], ['stop', MINUTELY, 'Europe/Zurich']);
    const { operations } = await lab.operations();
    const stop = operations.find(({ record }) => record.operation === 'stop')?.record;
    assert.deepEqual([stop?.phase, stop?.by], ['done', 'the clock']);
    assert.deepEqual(await lab.endpoints('orders-clients'), []);
  });

  it('does nothing where it is stopped already', async () => {
    await run('stop', 'once-more');
    await succeeded('once-more');
    const { operations } = await lab.operations();
    assert.equal(operations.filter(({ record }) => record.operation === 'stop').length, 1);
  });

  it('is scheduled anew: what is not wanted any more goes, and its program and account with it', async () => {
    await until('no run under way', { seconds: 120, advice: 'Look at the Jobs.', every: 1_000 }, async () =>
      /^0*$/u.test(await lab.here(['get', 'jobs', '--output=jsonpath={.items[*].status.active}'])) ? true : undefined,
    );
    const { facts, id } = await lab.run(schedule, { start: FAR });
    assert.ok(facts['removed-no-stop']);
    assert.deepEqual(await names('cronjob'), ['cronjob.batch/plinth-start-orders']);
    const own = (await names(PARTS)).map((name) => name.split('/')[1]);
    assert.deepEqual(
      own,
      Array.from({ length: 4 }, () => `plinth-hours-${id}`),
    );
  });

  it('starts with every row, under an account that may do nothing else', async () => {
    await run('start', 'by-hand');
    await succeeded('by-hand');
    await becomes('healthy');
    assert.equal(await lab.ask(POSTGRESQL.proof), proof);
    assert.deepEqual(await lab.endpoints('orders-clients'), ['orders-0']);
    const [account] = await names('serviceaccount');
    const namespace = await lab.here(['get', 'serviceaccount', 'default', '--output=jsonpath={.metadata.namespace}']);
    const as = `--as=system:serviceaccount:${namespace}:${account?.split('/')[1] ?? ''}`;
    for (const [verb, resource] of [
      ['get', 'secrets'],
      ['delete', 'statefulsets'],
      ['delete', 'persistentvolumeclaims'],
      ['create', 'rolebindings'],
    ] as const)
      assert.match(
        await lab.here(['auth', 'can-i', verb, resource, as]).catch(String),
        /\bno\b/u,
        `${verb} ${resource}`,
      );
  });

  it('does not stop what may not be stopped: the run fails, and is shown as failed', async () => {
    await lab.run(schedule, { stop: FAR, start: FAR });
    await lab.here(
      ['apply', '--filename=-'],
      JSON.stringify({
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'orders' },
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'orders' },
          maxReplicas: 2,
          metrics: [
            { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 90 } } },
          ],
        },
      }),
    );
    await run('stop', 'refused');
    await hours('a failed run', (all) => all.some(({ act, result }) => act === 'stop' && result === 'failed'));
    assert.equal(await lab.replicas(), 1);
    assert.deepEqual(await lab.endpoints('orders-clients'), ['orders-0']);
    const { plan } = await lab.plan(schedule, { stop: FAR });
    assert.deepEqual(
      plan.refusals.map(({ id }) => id),
      ['R18'],
    );
    await lab.here(['delete', 'hpa', 'orders']);
  });

  it('ends: nothing of it is left', async () => {
    await lab.run(unschedule);
    assert.deepEqual(await names(`cronjob,${PARTS}`), []);
    const { plan } = await lab.plan(unschedule);
    assert.match(plan.refusals[0]?.what ?? '', /No stop or start is scheduled/u);
  });
});
