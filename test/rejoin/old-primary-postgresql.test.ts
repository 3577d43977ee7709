import assert from 'node:assert/strict';
import { failoverOperation } from '../../core/operations/failover/failover.ts';
import { rejoinOperation } from '../../core/operations/rejoin/rejoin.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import type { JournalRecord, Operation, Parameters, Plan } from '../../core/runner/index.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { asynchronous, endReceiver, freezeReceiver, killForGood } from '../failover/hurt.ts';
import { RestartLab } from '../restart/lab.ts';
import { SteadyWriter } from '../restart/steady-writer.ts';
import { witness, type Witness } from '../topologies/witness.ts';
import { twoWriters } from '../topologies/writers.ts';

const NAME = 'orders-db';

describeOnCluster('an old primary of PostgreSQL that has what the new one has not', function () {
  this.timeout('10m');
  let lab: RestartLab;
  let watch: Witness;
  let writer: SteadyWriter;
  let primary: string;
  let replicas: readonly string[];

  const seen = (what: string, fits: (found: LiveDatabase) => boolean): Promise<LiveDatabase> =>
    until(what, { seconds: 60, advice: 'Look at the inventory.', every: 500 }, async () => {
      await lab.inventory.refresh();
      const found = [...lab.inventory.databases.values()].find(({ name }) => name === NAME);
      return found !== undefined && fits(found) ? found : undefined;
    });
  const isSilent = ({ members }: LiveDatabase): boolean => members.every(({ writable }) => writable !== true);
  const plan = (operation: Operation, database: LiveDatabase, id: string, parameters: Parameters): Promise<Plan> =>
    operation.plan({ connection: lab.connection, database, now: Date.now, id, facts: {} }, parameters);
  const query = (pod: string, sql: string): Promise<string> =>
    lab.practice.here(['exec', pod, '-c', 'postgresql', '--', 'psql', '-U', 'postgres', '-XAtqc', sql]);
  const told = (record: JournalRecord): void => {
    const steps = record.steps.map(
      ({ id, started = 0, ended = started }) => `${id} ${((ended - started) / 1_000).toFixed(1)}`,
    );
    console.log(`      ${record.phase}; seconds: ${steps.join(', ')}`);
  };

  before(async () => {
    lab = await RestartLab.open('postgresql', 'rejoin-postgresql');
    const live = await lab.live();
    primary = live.members.find(({ role }) => role === 'primary')?.pod.name ?? '';
    replicas = live.members.map(({ pod }) => pod.name).filter((name) => name !== primary);
    await asynchronous(lab.practice, primary);
    watch = await witness(lab.practice, lab.database, { every: 20 });
    if (lab.database.prepare !== undefined)
      await watch.run(`query ${lab.database.readWrite} "${lab.database.prepare}"`);
    writer = await SteadyWriter.beside(lab.practice, lab.database);
  });
  after(() => lab.close());

  it('is not offered for a member that follows, nor for the one that leads', async () => {
    const live = await lab.live();
    for (const [member, what] of [
      [replicas[0] ?? '', /follows .* already/u],
      [primary, /leads/u],
    ] as const) {
      const { refusals, steps } = await plan(rejoinOperation, live, 'rejoin00', { member });
      assert.deepEqual(steps, []);
      assert.match(refusals[0]?.what ?? '', what);
    }
  });

  it('is refused while nobody leads', async () => {
    await writer.start();
    const frozen = await Promise.all(replicas.map((pod) => freezeReceiver(lab.practice, pod)));
    await writer.more(50);
    await killForGood(lab.practice, primary);
    await Promise.all(replicas.map((pod, index) => endReceiver(lab.practice, pod, frozen[index] ?? '')));
    const { refusals } = await plan(rejoinOperation, await seen('nobody who leads', isSilent), 'rejoin01', {
      member: primary,
    });
    assert.deepEqual(
      refusals.map(({ id, kind }) => [id, kind]),
      [['R2', 'mend']],
    );
  });

  it('is rewound, and follows the new primary with the rows that it has', async () => {
    const over = await plan(failoverOperation, await seen('nobody who leads', isSilent), 'rejoin02', {
      maxLoss: 100_000,
    });
    assert.deepEqual(over.refusals, []);
    const failed = await lab.run(over, 'rejoin02');
    assert.equal(failed.phase, 'done', JSON.stringify(failed, undefined, 1));
    await writer.more(50);
    const fenced = await seen('a fenced member', ({ fenced: pod }) => pod === primary);
    const again = await plan(rejoinOperation, fenced, 'rejoin03', {});
    assert.deepEqual(again.refusals, []);
    console.log([again.outcome, ...again.warnings].map((one) => `      ${one}`).join('\n'));
    const record = await lab.run(again, 'rejoin03');
    told(record);
    assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
    assert.equal((record.facts['made'] as { how: string }).how, 'rewound');
    await writer.more(50);
    await writer.stop();
    const leader = (await lab.live()).members.find(({ role }) => role === 'primary')?.pod.name ?? '';
    assert.notEqual(leader, primary);
    assert.deepEqual(twoWriters(await watch.samples()), []);
  });

  it('has the same rows as the new primary, and its old data beside', async () => {
    const leader = (await lab.live()).members.find(({ role }) => role === 'primary')?.pod.name ?? '';
    const rows = (pod: string): Promise<string> =>
      lab.practice.here([
        ...['exec', pod, '-c', 'postgresql', '--', 'psql', '-U', 'postgres', '-d', 'orders', '-XAtqc'],
        lab.database.list,
      ]);
    const [theirs, own] = await Promise.all([rows(leader), rows(primary)]);
    assert.ok(theirs.split('\n').length > 100);
    assert.equal(own, theirs);
    const at = 'SELECT timeline_id FROM pg_control_checkpoint()';
    await query(leader, 'CHECKPOINT');
    assert.notEqual((await query(leader, at)).trim(), '1');
    const kept = await lab.practice.here([
      ...['exec', primary, '-c', 'postgresql', '--', 'bash', '-c', 'cat "$PGDATA.plinth-rejoin03/PG_VERSION"'],
    ]);
    assert.match(kept, /^\d+/u);
  });
});
