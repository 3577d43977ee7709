import assert from 'node:assert/strict';
import { failoverOperation } from '../../core/operations/failover/failover.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import type { JournalRecord, Parameters, Plan } from '../../core/runner/index.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { RestartLab } from '../restart/lab.ts';
import { SteadyWriter } from '../restart/steady-writer.ts';
import { witness, type Witness } from '../topologies/witness.ts';
import { twoWriters } from '../topologies/writers.ts';
import { asynchronous, freezeReceiver, killForGood, endReceiver } from './hurt.ts';

const NAME = 'orders-db';

/** Milliseconds between two looks at each member. */
const EVERY = 20;

/** Sessions of the writer: each may have a commit on its way that was never acknowledged. */
const SESSIONS = 4;

describeOnCluster('a failover of a PostgreSQL whose primary has died, and that is written to', function () {
  this.timeout('8m');
  let lab: RestartLab;
  let watch: Witness;
  let writer: SteadyWriter;
  let primary: string;
  let replicas: readonly string[];

  /** As it is now, ill. */
  const seen = (): Promise<LiveDatabase> =>
    until(
      'a database whose primary is silent',
      { seconds: 60, advice: 'Look at the inventory.', every: 500 },
      async () => {
        await lab.inventory.refresh();
        const found = [...lab.inventory.databases.values()].find(({ name }) => name === NAME);
        return found?.members.every(({ writable }) => writable !== true) === true ? found : undefined;
      },
    );
  const plan = async (id: string, parameters: Parameters): Promise<Plan> =>
    failoverOperation.plan(
      { connection: lab.connection, database: await seen(), now: Date.now, id, facts: {} },
      parameters,
    );
  const told = (record: JournalRecord): void => {
    const steps = record.steps.map(
      ({ id, started = 0, ended = started }) => `${id} ${((ended - started) / 1_000).toFixed(1)}`,
    );
    console.log(`      ${record.phase}: ${JSON.stringify(record.measured)}; seconds: ${steps.join(', ')}`);
  };

  before(async () => {
    lab = await RestartLab.open('postgresql', 'forced-postgresql');
    const live = await lab.live();
    primary = live.members.find(({ role }) => role === 'primary')?.pod.name ?? '';
    replicas = live.members.map(({ pod }) => pod.name).filter((name) => name !== primary);
    await asynchronous(lab.practice, primary);
    watch = await witness(lab.practice, lab.database, { every: EVERY });
    if (lab.database.prepare !== undefined)
      await watch.run(`query ${lab.database.readWrite} "${lab.database.prepare}"`);
    writer = await SteadyWriter.beside(lab.practice, lab.database);
  });
  after(() => lab.close());

  it('is refused while the primary accepts writes', async () => {
    const found = await failoverOperation.plan(
      { connection: lab.connection, database: await lab.live(), now: Date.now, id: 'forced00', facts: {} },
      {},
    );
    assert.deepEqual(
      found.refusals.map(({ id, kind }) => [id, kind]),
      [['R2', 'never']],
    );
  });

  it('counts what would be lost, and takes all back where that is more than was accepted', async () => {
    await writer.start();
    const frozen = await Promise.all(replicas.map((pod) => freezeReceiver(lab.practice, pod)));
    await writer.more(50);
    await killForGood(lab.practice, primary);
    await Promise.all(replicas.map((pod, index) => endReceiver(lab.practice, pod, frozen[index] ?? '')));
    const found = await plan('forced01', {});
    assert.deepEqual(found.refusals, []);
    const record = await lab.run(found, 'forced01');
    told(record);
    assert.equal(record.phase, 'rolled-back', JSON.stringify(record, undefined, 1));
    assert.match(record.reason ?? '', /R24: More would be lost than the 0 transactions/u);
  });

  it('promotes a replica where the loss was accepted, and loses what it said', async () => {
    const found = await plan('forced02', { maxLoss: 100_000 });
    assert.deepEqual(found.refusals, []);
    console.log(found.warnings.map((one) => `      ${one}`).join('\n'));
    const record = await lab.run(found, 'forced02');
    told(record);
    assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
    await writer.more(100);
    const { ids } = await writer.stop();
    const rows = await watch.run(`query ${lab.database.readWrite} "${lab.database.list}"`);
    const kept = new Set(rows.split('\n').map(Number));
    const lost = ids.filter((one) => !kept.has(one)).length;
    const stated = record.measured?.['lostTransactions'];
    console.log(`      ${String(ids.length)} acknowledged, ${String(lost)} lost, ${String(stated)} stated`);
    assert.ok(stated !== undefined && lost > 0 && lost <= stated && stated <= lost + SESSIONS);
    assert.deepEqual(twoWriters(await watch.samples()), []);
  });

  it('leaves the old primary fenced, with its volume', async () => {
    await lab.inventory.refresh();
    const found = [...lab.inventory.databases.values()].find(({ name }) => name === NAME);
    assert.equal(found?.fenced, primary);
    assert.deepEqual(
      found.members.map(({ pod, role }) => [pod.name, role === 'primary']).filter(([, leads]) => leads),
      [[replicas.find((pod) => found.members.find((one) => one.pod.name === pod)?.role === 'primary'), true]],
    );
    await lab.practice.here(['get', 'pvc', `data-${primary}`]);
  });
});
