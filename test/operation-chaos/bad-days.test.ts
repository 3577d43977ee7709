// Real stops, starts and backups while the API answers badly, commands are cut, and rights go.
import assert from 'node:assert/strict';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import { startOperation } from '../../core/operations/start/start.ts';
import { stopOperation } from '../../core/operations/stop/stop.ts';
import {
  listOperations,
  resumeOperation,
  RUNNER_NEEDS,
  runPlan,
  type JournalRecord,
  type Operation,
  type Parameters,
  type Plan,
} from '../../core/runner/index.ts';
import { POSTGRESQL } from '../backup-operations/kinds.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { realMover } from '../backup-operations/real-mover.ts';
import { connectWith } from '../backup-operations/rights.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { faulty } from './faulty-connection.ts';

const NAMESPACE = 'opchaos-days';
const SHARE = 0.25;
const SEED = Number(process.env['PLINTH_SEED'] ?? 7);

describeOnCluster('an operation on a bad day', function () {
  this.timeout('6m');
  let lab: BackupLab;
  let mover: string;
  let proof: string;

  before(async () => {
    mover = await realMover();
    lab = await BackupLab.open(NAMESPACE);
    proof = await lab.ask(POSTGRESQL.proof);
  });
  after(() => lab.close());

  const stop = (): Operation => stopOperation;
  const start = (): Operation => startOperation;
  const becomes = (health: string) =>
    until(health, { seconds: 90, advice: 'Look at the pods.', every: 300 }, async () => {
      await lab.inventory.refresh();
      const found = [...lab.inventory.databases.values()].find(({ name }) => name === 'orders');
      return found?.health === health ? found : undefined;
    });
  async function planned(operation: Operation, health: string): Promise<{ readonly plan: Plan; readonly id: string }> {
    const database = await becomes(health);
    const id = `day${Math.random().toString(36).slice(2, 7).padEnd(5, '0')}`;
    const plan = await operation.plan({ connection: lab.connection, database, now: Date.now, id, facts: {} }, {});
    assert.deepEqual(plan.refusals, []);
    return { plan, id };
  }
  /** As the journal has it; whoever ran it may have been cut off. */
  async function left(id: string): Promise<JournalRecord> {
    const { operations } = await listOperations(lab.connection, NAMESPACE);
    return operations.find(({ record }) => record.id === id)?.record ?? assert.fail(`no journal of ${id}`);
  }
  async function takenUp(operation: Operation, id: string): Promise<JournalRecord> {
    const record = await left(id);
    if (record.phase === 'done') return record;
    const database = [...lab.inventory.databases.values()].find(({ name }) => name === 'orders') ?? assert.fail();
    const { facts, parameters } = record;
    const plan = await operation.plan({ connection: lab.connection, database, now: Date.now, id, facts }, parameters);
    return resumeOperation({ connection: lab.connection, plan, record, holder: `second-${id}`, direction: 'forward' });
  }
  const ENDS = ['done', 'rolled-back', 'failed', 'needs-attention'];

  for (const [name, operation, before, after] of [
    ['stop', stop, 'healthy', 'stopped'],
    ['start', start, 'stopped', 'healthy'],
  ] as const)
    it(`a ${name} comes to an honest end with a reason, and converges afterwards`, async () => {
      const { plan, id } = await planned(operation(), before);
      const { connection, begin, failed } = faulty(lab.connection, SHARE, SEED);
      const options = { connection, plan, id, holder: `test-${id}`, by: 'test' };
      const ended = await runPlan({ ...options, onEvent: ({ type }) => type === 'step' && begin() }).catch(
        (error: unknown) => String(error),
      );
      console.log(`      ${String(failed())} requests failed: ${typeof ended === 'string' ? ended : ended.phase}`);
      assert.ok(failed() > 0, 'nothing failed');
      if (typeof ended !== 'string') {
        assert.ok(ENDS.includes(ended.phase), ended.phase);
        assert.ok(ended.phase === 'done' || (ended.reason ?? '') !== '', JSON.stringify(ended));
      }
      const { phase } = await left(id);
      if (phase === 'rolled-back' || phase === 'failed') {
        const again = await planned(operation(), before);
        const record = await runPlan({ ...again, connection: lab.connection, holder: `again-${again.id}`, by: 'test' });
        assert.equal(record.phase, 'done', JSON.stringify(record));
      } else assert.equal((await takenUp(operation(), id)).phase, 'done');
      await becomes(after);
      if (after === 'healthy') assert.equal(await lab.ask(POSTGRESQL.proof), proof);
    });

  /** Runs as somebody who has the plan's rights, until a step begins: from then on they may do nothing. */
  async function revokedAt(plan: Plan, id: string, step: string): Promise<JournalRecord | string> {
    const needs = plan.steps.flatMap((one) => one.needs).map((right) => ({ ...right, namespace: NAMESPACE }));
    const own = RUNNER_NEEDS.map((right) => ({ ...right, namespace: NAMESPACE }));
    const name = `account-${id}`;
    const limited = await connectWith(lab.practice, name, [...own, ...needs]);
    let revoking: Promise<unknown> | undefined;
    try {
      return await runPlan({
        ...{ connection: limited.connection, plan, id, holder: `test-${id}`, by: 'anna' },
        onEvent: (event) => {
          if (event.type !== 'step' || event.step !== step) return;
          revoking ??= lab.practice.here(['delete', 'rolebinding', name]);
        },
      }).catch((error: unknown) => String(error));
    } finally {
      assert.ok(revoking, `${step} was never begun`);
      await revoking;
      await limited.close();
    }
  }

  it('a stop whose rights go half-way says so, and is taken up by somebody who has them', async () => {
    const { plan, id } = await planned(stopOperation, 'healthy');
    const ended = await revokedAt(plan, id, 'down');
    const said = typeof ended === 'string' ? ended : `${ended.phase}: ${ended.reason ?? ''}`;
    assert.match(said, /may not|forbidden|cannot/iu);
    // Where the cluster's word on the right came a moment later than its loss, nothing had been done yet, and all was taken back.
    if ((await left(id)).phase === 'rolled-back') {
      const anew = await planned(stopOperation, 'healthy');
      const stopped = await runPlan({ ...anew, connection: lab.connection, holder: `anew-${anew.id}`, by: 'test' });
      assert.equal(stopped.phase, 'done', JSON.stringify(stopped));
    } else assert.equal((await takenUp(stopOperation, id)).phase, 'done');
    await becomes('stopped');
    const again = await planned(startOperation, 'stopped');
    const started = await runPlan({ ...again, connection: lab.connection, holder: `again-${again.id}`, by: 'test' });
    assert.equal(started.phase, 'done', JSON.stringify(started));
    await becomes('healthy');
    assert.equal(await lab.ask(POSTGRESQL.proof), proof);
  });

  it('a backup whose rights go half-way says so, and is taken up as the same backup', async () => {
    await becomes('healthy');
    const given: Parameters = { destination: 'here' };
    const { plan, id } = await lab.plan(backupOperation, given, mover);
    assert.deepEqual(plan.refusals, []);
    const ended = await revokedAt(plan, id, 'dump');
    const said = typeof ended === 'string' ? ended : `${ended.phase}: ${ended.reason ?? ''}`;
    assert.match(said, /may not|forbidden|cannot/iu);
    const record = await left(id);
    const anew = await lab.planAgain(backupOperation, record, mover);
    const resumed = await resumeOperation({
      ...{ connection: lab.connection, plan: anew, record, holder: `second-${id}`, direction: 'forward' },
    });
    assert.equal(resumed.phase, 'done', JSON.stringify(resumed));
  });
});
