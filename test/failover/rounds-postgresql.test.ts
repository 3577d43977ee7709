// Forced failovers of a PostgreSQL that is written to, one after the other, each with a rejoin behind it: what is lost, counted by the client, against what was stated.
import assert from 'node:assert/strict';
import { failoverOperation } from '../../core/operations/failover/failover.ts';
import { rejoinOperation } from '../../core/operations/rejoin/rejoin.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import type { JournalRecord, Operation, Parameters } from '../../core/runner/index.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { RestartLab } from '../restart/lab.ts';
import { SteadyWriter } from '../restart/steady-writer.ts';
import { witness, type Witness } from '../topologies/witness.ts';
import { longestGap, twoWriters } from '../topologies/writers.ts';
import { asynchronous, endReceiver, freezeReceiver, killForGood } from './hurt.ts';

const NAME = 'orders-db';

/** Failovers with replication of each kind. */
const ROUNDS = Number(process.env['PLINTH_ROUNDS'] ?? (process.env['PLINTH_SOAK'] === '1' ? 100 : 2));

/** Sessions of the writer: each may have a commit on its way that was never acknowledged. */
const SESSIONS = 4;

/** What a failover has lost: counted by the client, and stated before and by the journal. */
interface Outcome {
  readonly acknowledged: number;
  readonly lost: number;
  readonly stated: number | undefined;
  readonly seconds: number | undefined;
  /** Milliseconds between two acknowledged rows, the longest. */
  readonly gap: number;
}

describeOnCluster(`failovers of a PostgreSQL whose primary dies ${String(ROUNDS)} times`, function () {
  this.timeout(`${String(6 + 4 * ROUNDS)}m`);
  let lab: RestartLab;
  let watch: Witness;
  let writer: SteadyWriter;
  let number = 0;

  before(async () => {
    lab = await RestartLab.open('postgresql', 'forced-rounds');
    watch = await witness(lab.practice, lab.database, { every: 20 });
    if (lab.database.prepare !== undefined)
      await watch.run(`query ${lab.database.readWrite} "${lab.database.prepare}"`);
    writer = await SteadyWriter.beside(lab.practice, lab.database);
  });
  after(() => lab.close());

  const seen = (what: string, fits: (found: LiveDatabase) => boolean): Promise<LiveDatabase> =>
    until(what, { seconds: 90, advice: 'Look at the inventory.', every: 300 }, async () => {
      await lab.inventory.refresh();
      const found = [...lab.inventory.databases.values()].find(({ name }) => name === NAME);
      return found !== undefined && fits(found) ? found : undefined;
    });

  async function done(operation: Operation, database: LiveDatabase, parameters: Parameters): Promise<JournalRecord> {
    const id = `round${String(++number).padStart(3, '0')}`;
    const situation = { connection: lab.connection, database, now: Date.now, id, facts: {} };
    const plan = await operation.plan(situation, parameters);
    assert.deepEqual(plan.refusals, []);
    const record = await lab.run(plan, id);
    assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
    return record;
  }

  /** One death, with what comes after it. `late`: standbys receive nothing of the last rows. */
  async function round(late: boolean): Promise<Outcome> {
    const live = await lab.live();
    const primary = live.members.find(({ role }) => role === 'primary')?.pod.name ?? '';
    const replicas = live.members.map(({ pod }) => pod.name).filter((name) => name !== primary);
    if (late) await asynchronous(lab.practice, primary);
    await writer.start();
    const frozen = late ? await Promise.all(replicas.map((pod) => freezeReceiver(lab.practice, pod))) : [];
    await writer.more(50);
    await killForGood(lab.practice, primary);
    await Promise.all(frozen.map((pid, index) => endReceiver(lab.practice, replicas[index] ?? '', pid)));
    const silent = await seen('a database whose primary is silent', ({ members }) =>
      members.every(({ writable }) => writable !== true),
    );
    const record = await done(failoverOperation, silent, late ? { maxLoss: 100_000 } : { maxLoss: SESSIONS });
    await writer.more(50);
    const { ids, times } = await writer.stop();
    const rows = await watch.run(`query ${lab.database.readWrite} "${lab.database.list}"`);
    const kept = new Set(rows.split('\n').map(Number));
    const fenced = await seen('a fenced member', (found) => found.fenced === primary);
    await done(rejoinOperation, fenced, {});
    // Its old data are kept beside the new ones until somebody removes them; ten of them fill the volume.
    const remove = 'rm -rf "$PGDATA".plinth-*';
    await lab.practice.here(['exec', primary, '-c', 'postgresql', '--', 'bash', '-c', remove]);
    return {
      acknowledged: ids.length,
      lost: ids.filter((one) => !kept.has(one)).length,
      stated: record.measured?.['lostTransactions'],
      seconds: record.measured?.['seconds'],
      gap: longestGap(times),
    };
  }

  async function rounds(late: boolean): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    while (outcomes.length < ROUNDS) {
      const one = await round(late);
      outcomes.push(one);
      if (process.env['PLINTH_TELL'] === '1') console.log(`      ${JSON.stringify(one)}`);
    }
    const sum = (of: (one: Outcome) => number): string => String(outcomes.reduce((all, one) => all + of(one), 0));
    console.log(
      `      ${sum(({ acknowledged }) => acknowledged)} acknowledged, ${sum(({ lost }) => lost)} lost, ` +
        `${sum(({ stated = NaN }) => stated)} stated; failovers took ${outcomes.map(({ seconds = NaN }) => seconds.toFixed(1)).join(', ')} s`,
    );
    return outcomes;
  }

  it('with synchronous replication lose no acknowledged row, and state no more than was on its way', async () => {
    for (const { lost, acknowledged, stated = NaN } of await rounds(false))
      assert.ok(
        lost === 0 && acknowledged >= 100 && stated <= SESSIONS,
        `${String(lost)} lost, ${String(stated)} stated`,
      );
  });

  it('with asynchronous replication lose what they state: a commit on its way is all that it may say too much', async () => {
    for (const { lost, stated } of await rounds(true))
      assert.ok(
        stated !== undefined && lost > 0 && lost <= stated && stated <= lost + SESSIONS,
        `${String(lost)} lost, ${String(stated)} stated`,
      );
  });

  it('never let two members accept writes', async () => {
    assert.deepEqual(twoWriters(await watch.samples()), []);
  });
});
