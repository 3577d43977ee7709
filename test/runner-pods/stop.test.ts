import assert from 'node:assert/strict';
import { connect, readContexts } from '../../core/cluster/index.ts';
import type { Connection } from '../../core/cluster/connection.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { restartOperation } from '../../core/operations/restart/restart.ts';
import { startOperation } from '../../core/operations/start/start.ts';
import { stopOperation } from '../../core/operations/stop/stop.ts';
import { executor, type RunnerTools } from '../../core/runner-pods/execute.ts';
import { INSTALLED_RIGHTS, rightsIn } from '../../core/runner-pods/installed.ts';
import { findDatabase } from '../../core/runner-pods/pod/find-database.ts';
import { rulesOf } from '../../core/runner-pods/rights.ts';
import { listOperations, type JournalRecord, type Operation, type Plan } from '../../core/runner/index.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { describeOnCluster, practise, type Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { allReady, applyTopology, makeSecret } from '../topologies/apply.ts';
import { SOUND } from '../topologies/sound-databases.ts';
import { bundleOf } from './bundle.ts';

const MEMBERS = 3;
const postgresql = SOUND.find(({ folder }) => folder === 'postgresql')!;

describeOnCluster('stop and start in runner pods, as they are shipped', function () {
  this.timeout('8m');
  let practice: Practice;
  let connection: Connection;
  let tools: RunnerTools;
  before(async () => {
    const runner = await bundleOf('core/runner-pods/pod/main.ts');
    tools = { programs: () => Promise.resolve({ runner }), tool: 'plinth test' };
    practice = await practise('pods-stop');
    const [context] = (await readContexts({ env: { KUBECONFIG } })).contexts;
    assert.ok(context);
    connection = connect(context);
    await makeSecret(practice, postgresql.name, postgresql.keys);
    await applyTopology(practice, 'postgresql');
    await allReady(practice, postgresql.name, MEMBERS, 180);
  });
  after(async () => {
    connection.close();
    // The storage class keeps volumes.
    const names = await practice.here(['get', 'pvc', '--output=jsonpath={.items[*].spec.volumeName}']);
    for (const volume of names.split(' ').filter((name) => name !== ''))
      await practice.kubectl(['patch', 'pv', volume, '--patch={"spec":{"persistentVolumeReclaimPolicy":"Delete"}}']);
    await practice.leave();
  });

  const seen = (): Promise<LiveDatabase> =>
    findDatabase(connection, { namespace: practice.namespace, kind: 'StatefulSet', name: postgresql.name });
  const healthy = (): Promise<LiveDatabase> =>
    until('all members known', { seconds: 120, advice: 'Look at the members.', every: 1_000 }, async () => {
      const found = await seen();
      const known = found.members.filter(
        ({ role, lag }) => role === 'primary' || (role === 'replica' && lag !== undefined),
      );
      return known.length === MEMBERS ? found : undefined;
    });
  const planned = async (operation: Operation, id: string, database: LiveDatabase): Promise<Plan> => {
    const plan = await operation.plan({ connection, database, now: Date.now, id, facts: {} }, {});
    assert.deepEqual(plan.refusals, []);
    return plan;
  };
  const execute = (plan: Plan, id: string): Promise<JournalRecord> =>
    executor(tools)({ connection, plan, id, by: 'anna', holder: 'anna@laptop' });
  /** Kills the pod that leads when a step runs. */
  const killLeaderAt = async (operation: string, step: string): Promise<void> => {
    const advice = 'Look at the pods’ logs.';
    const leader = await until(`${step} running`, { seconds: 120, advice, every: 250 }, async () => {
      const { operations } = await listOperations(connection, practice.namespace);
      const found = operations.find(({ record }) => record.id === operation);
      return found?.record.steps.find(({ id }) => id === step)?.state === 'running' ? found.holder : undefined;
    });
    await practice.here(['delete', 'pod', leader.replace(/-[0-9a-f]{4}$/u, ''), '--grace-period=0', '--force']);
  };
  const isInstalled = ({ steps }: Plan): void => {
    const installed = new Set(
      rightsIn(practice.namespace, INSTALLED_RIGHTS).map((right) => JSON.stringify(rulesOf([right]))),
    );
    const lacking = steps
      .flatMap(({ needs }) => needs)
      .filter((right) => !installed.has(JSON.stringify(rulesOf([right]))));
    assert.deepEqual(lacking, []);
  };

  it('go on when the leader is killed while the servers go down; the account has the plan’s rights alone', async () => {
    const plan = await planned(stopOperation, 'stoppod1', await healthy());
    isInstalled(plan);
    isInstalled(await planned(restartOperation, 'restpod1', await seen()));
    const began = Date.now();
    const run = execute(plan, 'stoppod1');
    await killLeaderAt('stoppod1', 'down');
    const record = await run;
    console.log(`      stopped after ${(Date.now() - began) / 1000} s, with a change of the leader`);
    assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
    assert.equal((await seen()).health, 'stopped');
  });

  it('start what was stopped', async () => {
    const plan = await planned(startOperation, 'startpd1', await seen());
    isInstalled(plan);
    const record = await execute(plan, 'startpd1');
    assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
    assert.equal((await healthy()).health, 'healthy');
  });

  it('restart it, when the leader is killed while the primary restarts', async () => {
    const database = await healthy();
    const plan = await planned(restartOperation, 'restpod2', database);
    const primary = database.members.find(({ role }) => role === 'primary') ?? assert.fail();
    const run = execute(plan, 'restpod2');
    // The door before it is shut in less time than one look takes.
    await killLeaderAt('restpod2', `restart-${primary.pod.name}`);
    const record = await run;
    assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
    console.log(`      restart with a change of the leader: ${record.measured?.['seconds']} s`);
    assert.equal((await healthy()).health, 'healthy');
  });
});
