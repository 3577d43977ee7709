// Switchovers of a PostgreSQL that is written to, in the middle of which something goes wrong: each ends as it should, no row is lost, and at no moment do two members accept writes.
import assert from 'node:assert/strict';
import { switchoverOperation } from '../../core/operations/switchover/switchover.ts';
import { runPlan, type Plan } from '../../core/runner/index.ts';
import { undoAll } from '../chaos/fault.ts';
import { killContainer } from '../chaos/kill.ts';
import { cutNetwork } from '../chaos/network.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { endReceiver, freezeReceiver } from '../failover/hurt.ts';
import { faulty } from '../operation-chaos/faulty-connection.ts';
import { RestartLab } from '../restart/lab.ts';
import { SteadyWriter } from '../restart/steady-writer.ts';
import { longestGap, twoWriters } from '../topologies/writers.ts';
import { witness, type Witness } from '../topologies/witness.ts';

/** Milliseconds between two looks at each member. */
const EVERY = 20;

describeOnCluster('a switchover of a PostgreSQL on a bad day', function () {
  this.timeout('8m');
  let lab: RestartLab;
  let watch: Witness;
  let writer: SteadyWriter;

  before(async () => {
    lab = await RestartLab.open('postgresql', 'turns-bad-days');
    watch = await witness(lab.practice, lab.database, { every: EVERY });
    if (lab.database.prepare !== undefined)
      await watch.run(`query ${lab.database.readWrite} "${lab.database.prepare}"`);
    writer = await SteadyWriter.beside(lab.practice, lab.database);
    await writer.start();
  });
  afterEach(undoAll);
  after(async () => {
    await undoAll();
    await lab.close();
  });

  async function planned(): Promise<{ plan: Plan; id: string; leader: string; candidate: string }> {
    // After a bad day a standby takes its time to stream again; until then nothing is handed over to it.
    const wait = { seconds: 90, advice: 'Look at what the standbys log.', every: 1_000 };
    const { plan, id } = await until('A switchover that is not refused', wait, async () => {
      const one = await lab.plan({}, switchoverOperation);
      if (one.plan.refusals.length > 0) throw new Error(one.plan.refusals.map(({ evidence }) => evidence).join('; '));
      return one;
    });
    const [, leader = '', candidate = ''] = / from (\S+) to (\S+)$/u.exec(plan.title) ?? [];
    return { plan, id, leader, candidate };
  }
  const leads = async (): Promise<string | undefined> =>
    (await lab.live()).members.find(({ role }) => role === 'primary')?.pod.name;
  it('takes all back where the candidate is cut off after it was found fit', async () => {
    const { plan, id, leader, candidate } = await planned();
    const cut = await cutNetwork(lab.practice.here, candidate, { pod: leader });
    const from = Date.now();
    const record = await lab.run(plan, id);
    await cut.undo();
    assert.ok(['rolled-back', 'failed'].includes(record.phase), JSON.stringify(record, undefined, 1));
    assert.equal(await leads(), leader);
    await writer.more(50);
    console.log(`      ${record.phase} after ${((Date.now() - from) / 1_000).toFixed(1)} s: ${record.reason ?? ''}`);
  });

  it('takes no write away where the candidate’s receiver stands still', async () => {
    const { plan, id, leader, candidate } = await planned();
    const pid = await freezeReceiver(lab.practice, candidate);
    const record = await lab.run(plan, id);
    await endReceiver(lab.practice, candidate, pid);
    assert.ok(['rolled-back', 'failed'].includes(record.phase), JSON.stringify(record, undefined, 1));
    assert.match(record.reason ?? '', /R11: \S+ does not keep up/u);
    assert.equal(record.measured?.['writesAwaySeconds'], undefined);
    assert.equal(await leads(), leader);
    await writer.more(50);
  });

  it('does not wait for the kubelet where the old primary’s container has crashed before', async () => {
    const { leader: primary } = await planned();
    for (let crash = 0; crash < 2; crash++) {
      const path = '--output=jsonpath={.status.containerStatuses[?(@.name=="postgresql")].restartCount}';
      const was = await lab.practice.here(['get', 'pod', primary, path]);
      await killContainer(lab.practice.here, primary, 'postgresql');
      await until(
        'A container that is started again',
        { seconds: 90, advice: 'Look at the kubelet.', every: 300 },
        async () => (await lab.practice.here(['get', 'pod', primary, path])) !== was,
      );
      await writer.more(20);
    }
    const { plan, id, candidate } = await planned();
    const from = Date.now();
    const record = await lab.run(plan, id);
    assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
    assert.equal(await leads(), candidate);
    await writer.more(50);
    console.log(
      `      writes away ${String(record.measured?.['writesAwaySeconds'])} s, all ${((Date.now() - from) / 1_000).toFixed(1)} s`,
    );
  });

  it('is done once where two people begin it at the same moment', async () => {
    const [one, other] = [await planned(), await planned()];
    const ended = await Promise.allSettled([lab.run(one.plan, one.id), lab.run(other.plan, other.id)]);
    const done = [one, other].filter((_, index) => {
      const result = ended[index];
      return result?.status === 'fulfilled' && result.value.phase === 'done';
    });
    assert.equal(done.length, 1, JSON.stringify(ended, undefined, 1));
    assert.equal(await leads(), done[0]?.candidate);
    await writer.more(50);
  });

  it('comes to an honest end where the API fails in the middle, and then to the whole one', async () => {
    const { plan, id, leader, candidate } = await planned();
    const { connection, begin, failed } = faulty(lab.connection, 0.25, 11);
    const first = await runPlan({
      connection,
      plan,
      id,
      holder: `test-${id}`,
      by: 'test',
      onEvent: ({ type }) => type === 'step' && begin(),
    }).catch((error: unknown) => String(error));
    const phase = typeof first === 'string' ? first : first.phase;
    const last =
      typeof first !== 'string' && ['done', 'rolled-back', 'failed'].includes(first.phase)
        ? first
        : await lab.takeUp(id, 'forward', switchoverOperation);
    assert.ok(['done', 'rolled-back', 'failed'].includes(last.phase), JSON.stringify(last, undefined, 1));
    assert.equal(await leads(), last.phase === 'done' ? candidate : leader);
    await writer.more(50);
    console.log(`      ${String(failed())} answers failed; ${phase}, then ${last.phase}`);
  });

  it('has lost no row, and never had two members that accept writes', async () => {
    const { ids, times } = await writer.stop();
    const rows = await watch.run(`query ${lab.database.readWrite} "${lab.database.list}"`);
    const kept = new Set(rows.split('\n').map(Number));
    const lost = ids.filter((one) => !kept.has(one));
    console.log(
      `      ${String(ids.length)} acknowledged, ${String(lost.length)} lost; longest gap ${(longestGap(times) / 1_000).toFixed(1)} s`,
    );
    assert.deepEqual(lost, []);
    assert.deepEqual(twoWriters(await watch.samples()), []);
  });
});
