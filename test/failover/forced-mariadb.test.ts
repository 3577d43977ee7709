import assert from 'node:assert/strict';
import { failoverOperation } from '../../core/operations/failover/failover.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { RestartLab } from '../restart/lab.ts';
import { SteadyWriter } from '../restart/steady-writer.ts';
import { witness, type Witness } from '../topologies/witness.ts';
import { twoWriters } from '../topologies/writers.ts';
import { copiedAnew } from './copied-anew.ts';
import { killForGood } from './hurt-mysql.ts';

/** Sessions of the writer: each may have a commit on its way that was never acknowledged. */
const SESSIONS = 4;

describeOnCluster('a failover of a MariaDB whose primary has died, and that is written to', function () {
  this.timeout('8m');
  let lab: RestartLab;
  let watch: Witness;
  let writer: SteadyWriter;
  let primary = '';

  before(async () => {
    lab = await RestartLab.open('mariadb', 'forced-mariadb');
    watch = await witness(lab.practice, lab.database, { every: 20 });
    if (lab.database.prepare !== undefined)
      await watch.run(`query ${lab.database.readWrite} "${lab.database.prepare}"`);
    writer = await SteadyWriter.beside(lab.practice, lab.database);
  });
  after(() => lab.close());

  const seen = (): Promise<LiveDatabase> =>
    until(
      'a database whose primary is silent',
      { seconds: 90, advice: 'Look at the inventory.', every: 500 },
      async () => {
        await lab.inventory.refresh();
        const found = [...lab.inventory.databases.values()].find(({ name }) => name === lab.database.name);
        return found?.members.every(({ writable }) => writable !== true) === true ? found : undefined;
      },
    );

  it('loses no more than it has read in the old binary logs, and never has two that accept writes', async () => {
    primary = (await lab.live()).members.find(({ role }) => role === 'primary')?.pod.name ?? '';
    await writer.start();
    await writer.more(50);
    await killForGood(lab.practice, primary, 'mariadb');
    const id = 'forced12';
    const plan = await failoverOperation.plan(
      { connection: lab.connection, database: await seen(), now: Date.now, id, facts: {} },
      { maxLoss: 100_000 },
    );
    assert.deepEqual(plan.refusals, []);
    const record = await lab.run(plan, id);
    assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
    await writer.more(50);
    const { ids } = await writer.stop();
    const rows = await watch.run(`query ${lab.database.readWrite} "${lab.database.list}"`);
    const kept = new Set(rows.split('\n').map(Number));
    const lost = ids.filter((one) => !kept.has(one)).length;
    const steps = record.steps.map(
      ({ id: step, started = 0, ended = started }) => `${step} ${((ended - started) / 1_000).toFixed(1)}`,
    );
    console.log(
      `      ${String(ids.length)} acknowledged, ${String(lost)} lost; ${JSON.stringify(record.measured)}; ${steps.join(', ')}`,
    );
    const stated = record.measured?.['lostTransactions'];
    assert.ok(stated !== undefined && lost <= stated && stated <= lost + SESSIONS, String(stated));
    assert.deepEqual(twoWriters(await watch.samples()), []);
    await lab.inventory.refresh();
    const found = [...lab.inventory.databases.values()].find(({ name }) => name === lab.database.name);
    assert.equal(found?.fenced, primary);
  });

  it('lets the old primary copy the new one, and keeps what it had', async () => {
    const { measured } = await copiedAnew(lab, primary, 'mariadb');
    console.log(`      it follows again after ${String(measured?.['seconds'])} s`);
    await writer.start();
    await writer.more(50);
    await writer.stop();
    assert.deepEqual(twoWriters(await watch.samples()), []);
  });
});
