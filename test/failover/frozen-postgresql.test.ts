// A primary of PostgreSQL that stands still and would go on where it was: nobody is promoted before it has ended for certain, however long that takes.
import assert from 'node:assert/strict';
import { failoverOperation } from '../../core/operations/failover/failover.ts';
import { rejoinOperation } from '../../core/operations/rejoin/rejoin.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import type { JournalRecord, Operation, Parameters, Plan } from '../../core/runner/index.ts';
import { undoAll } from '../chaos/fault.ts';
import { freezeContainer } from '../chaos/freeze.ts';
import { stopContainer } from '../chaos/kill.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { RestartLab } from '../restart/lab.ts';
import { SteadyWriter } from '../restart/steady-writer.ts';
import { witness, type Witness } from '../topologies/witness.ts';
import { twoWriters } from '../topologies/writers.ts';

const NAME = 'orders-db';

/** Seconds that its pod is given. Its set says 120. */
const GRACE = 5;

/** Sessions of the writer: each may have a commit on its way that was never acknowledged. */
const SESSIONS = 4;

describeOnCluster('a failover of a PostgreSQL whose primary stands still', function () {
  this.timeout('10m');
  let lab: RestartLab;
  let watch: Witness;
  let writer: SteadyWriter;

  before(async () => {
    lab = await RestartLab.open('postgresql', 'forced-frozen');
    watch = await witness(lab.practice, lab.database, { every: 20 });
    if (lab.database.prepare !== undefined)
      await watch.run(`query ${lab.database.readWrite} "${lab.database.prepare}"`);
    writer = await SteadyWriter.beside(lab.practice, lab.database);
  });
  afterEach(undoAll);
  after(async () => {
    await undoAll();
    await lab.close();
  });

  const seen = (what: string, fits: (found: LiveDatabase) => boolean): Promise<LiveDatabase> =>
    until(what, { seconds: 120, advice: 'Look at the inventory.', every: 300 }, async () => {
      await lab.inventory.refresh();
      const found = [...lab.inventory.databases.values()].find(({ name }) => name === NAME);
      return found !== undefined && fits(found) ? found : undefined;
    });
  const silent = (): Promise<LiveDatabase> =>
    // What it said last stays, with why it says nothing now.
    seen('a database whose primary is silent', ({ members }) =>
      members.every(({ writable, asked }) => writable !== true || asked.state === 'failed'),
    );
  const primaryOf = async (): Promise<string> =>
    (await lab.live()).members.find(({ role }) => role === 'primary')?.pod.name ?? '';

  async function planned(operation: Operation, database: LiveDatabase, id: string, given: Parameters): Promise<Plan> {
    const plan = await operation.plan({ connection: lab.connection, database, now: Date.now, id, facts: {} }, given);
    assert.deepEqual(plan.refusals, []);
    return plan;
  }

  /** What holds at its end, whatever stood still. */
  async function judge(record: JournalRecord): Promise<void> {
    assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
    await writer.more(50);
    const { ids } = await writer.stop();
    const rows = await watch.run(`query ${lab.database.readWrite} "${lab.database.list}"`);
    const kept = new Set(rows.split('\n').map(Number));
    const lost = ids.filter((one) => !kept.has(one)).length;
    console.log(`      ${String(ids.length)} acknowledged, ${String(lost)} lost; ${JSON.stringify(record.measured)}`);
    assert.equal(lost, 0);
    assert.deepEqual(twoWriters(await watch.samples()), []);
  }

  it('whose processes are stopped waits no longer for its pod than it was told to', async () => {
    const primary = await primaryOf();
    await writer.start();
    await writer.more(50);
    await stopContainer(lab.practice.here, primary, 'postgresql');
    const plan = await planned(failoverOperation, await silent(), 'frozen01', { maxLoss: SESSIONS, grace: GRACE });
    const record = await lab.run(plan, 'frozen01');
    await judge(record);
    const fence = record.steps.find(({ id }) => id.startsWith('fence-'));
    const took = ((fence?.ended ?? NaN) - (fence?.started ?? NaN)) / 1_000;
    assert.ok(took < GRACE + 15, `the fence took ${took.toFixed(1)} s`);
    const fenced = await seen('a fenced member', (found) => found.fenced === primary);
    assert.equal((await lab.run(await planned(rejoinOperation, fenced, 'frozen02', {}), 'frozen02')).phase, 'done');
  });

  it('with its whole container is promoted over once its node says that it has ended, and not before', async () => {
    const primary = await primaryOf();
    await writer.start();
    await writer.more(50);
    await freezeContainer(lab.practice.here, primary, 'postgresql');
    const plan = await planned(failoverOperation, await silent(), 'frozen03', { maxLoss: SESSIONS, grace: GRACE });
    const record = await lab.run(plan, 'frozen03');
    await judge(record);
    const ended = (id: string): number => record.steps.find((step) => step.id.startsWith(id))?.ended ?? NaN;
    assert.ok(ended('fence-') <= ended('promote'));
  });
});
