import assert from 'node:assert/strict';
import type { Right } from '../../core/cluster/connection.ts';
import { backupOperation, type BackupTools } from '../../core/operations/backup/backup.ts';
import { restoreOperation } from '../../core/operations/restore/restore.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import type { Manifest } from '../../core/backups/manifest.ts';
import { runPlan, type JournalRecord, type Operation, type Parameters } from '../../core/runner/index.ts';
import { RUNNER_NEEDS } from '../../core/runner/rights.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { BackupLab } from './lab.ts';
import { realMover } from './real-mover.ts';
import { connectWith } from './rights.ts';

const NAMESPACE = 'backup-rights';

describeOnCluster('the rights of operations on backups', function () {
  this.timeout('5m');
  let lab: BackupLab;
  let mover: string;

  before(async () => {
    mover = await realMover();
    lab = await BackupLab.open(NAMESPACE);
  });
  after(() => lab.close());

  /** Plans and runs as somebody who has exactly the rights that the plan lists, and the runner's. */
  async function runAs(operation: (tools: BackupTools) => Operation, given: Parameters): Promise<JournalRecord> {
    const { plan: shown, id: user } = await lab.plan(operation, given, mover);
    assert.deepEqual(shown.refusals, []);
    const needs = shown.steps.flatMap((step): readonly Right[] => step.needs);
    assert.ok(needs.every(({ namespace }) => namespace === NAMESPACE));
    const { connection, close } = await connectWith(lab.practice, user, [...needs, ...RUNNER_NEEDS]);
    try {
      const { plan, id } = await lab.plan(operation, given, mover, connection);
      assert.deepEqual(plan.refusals, []);
      return await runPlan({ connection, plan, id, holder: `test-${id}`, by: user });
    } finally {
      await close();
    }
  }

  it('are enough, as the plan lists them, for backup, restore test and restore', async () => {
    const made = await runAs(backupOperation, { destination: 'here' });
    assert.equal(made.phase, 'done', JSON.stringify(made));
    const { id: backup } = made.facts['manifest'] as unknown as Manifest;
    const tested = await runAs(verifyBackupOperation, { destination: 'here', backup });
    assert.equal(tested.phase, 'done', JSON.stringify(tested));
    const restored = await runAs(restoreOperation, { destination: 'here', backup, name: 'again' });
    assert.equal(restored.phase, 'done', JSON.stringify(restored));
  });

  it('are refused one by one where one is missing (R8), before anything is made', async () => {
    const { plan, id } = await lab.plan(backupOperation, { destination: 'here' }, mover);
    const needs = plan.steps.flatMap((step): readonly Right[] => step.needs);
    const without = needs.filter(({ resource, verb }) => resource.kind !== 'Job' || verb !== 'create');
    const { connection, close } = await connectWith(lab.practice, 'nearly', [...without, ...RUNNER_NEEDS]);
    try {
      await assert.rejects(runPlan({ connection, plan, id, holder: 'test', by: 'nearly' }), /create jobs\.batch/u);
    } finally {
      await close();
    }
    const made = await lab.practice.here(['get', 'jobs', `--selector=plinth.dev/operation=${id}`, '--output=name']);
    assert.equal(made.trim(), '');
  });
});
