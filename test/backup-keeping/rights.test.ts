// Each operation with exactly the rights that its plan lists, and the runner's.
import assert from 'node:assert/strict';
import { learntBackup, noting } from '../../core/backups/cache-operation.ts';
import type { Right } from '../../core/cluster/connection.ts';
import { backupOperation, type BackupTools } from '../../core/operations/backup/backup.ts';
import { pruneOperation } from '../../core/operations/prune/prune.ts';
import { scheduleOperation } from '../../core/operations/schedule/schedule.ts';
import { unscheduleOperation } from '../../core/operations/schedule/unschedule.ts';
import { runPlan, type JournalRecord, type Operation, type Parameters } from '../../core/runner/index.ts';
import { RUNNER_NEEDS } from '../../core/runner/rights.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { realMover } from '../backup-operations/real-mover.ts';
import { connectWith } from '../backup-operations/rights.ts';
import { describeOnCluster } from '../cluster/practice.ts';

const NAMESPACE = 'keep-rights';

describeOnCluster('the rights of operations that keep backups', function () {
  this.timeout('5m');
  let lab: BackupLab;
  let mover: string;

  before(async () => {
    mover = await realMover();
    lab = await BackupLab.open(NAMESPACE);
  });
  after(() => lab.close());

  async function runAs(operation: (tools: BackupTools) => Operation, given: Parameters): Promise<JournalRecord> {
    const { plan: shown, id: user } = await lab.plan(operation, given, mover);
    assert.deepEqual(shown.refusals, []);
    const needs = shown.steps.flatMap((step): readonly Right[] => step.needs);
    assert.ok(needs.every(({ namespace }) => namespace === NAMESPACE));
    const { connection, close } = await connectWith(lab.practice, user, [...needs, ...RUNNER_NEEDS]);
    try {
      const { plan, id } = await lab.plan(operation, given, mover, connection);
      assert.deepEqual(plan.refusals, []);
      const record = await runPlan({ connection, plan, id, holder: `test-${id}`, by: user });
      assert.equal(record.phase, 'done', JSON.stringify(record));
      return record;
    } finally {
      await close();
    }
  }

  it('are enough to note a backup, to schedule, to schedule anew, to unschedule and to prune', async () => {
    const backup = (tools: BackupTools) => noting(backupOperation(tools), learntBackup);
    const first = await runAs(backup, { destination: 'here' });
    const second = await runAs(backup, { destination: 'here' });
    for (const { facts } of [first, second]) assert.equal(facts['noted'], true);
    await runAs(scheduleOperation, { destination: 'here', schedule: '0 3 * * *', suspended: true });
    await runAs(scheduleOperation, { destination: 'here', schedule: '0 4 * * *', last: 7 });
    await runAs(() => unscheduleOperation, {});
    const pruned = await runAs(pruneOperation, { destination: 'here', last: 1 });
    assert.deepEqual([pruned.facts['removed'], pruned.facts['noted']], [[first.facts['backup']], true]);
  });
});
