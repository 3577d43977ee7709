// A snapshot of one kind of server: a file for each engine calls it, so that they run side by side.
import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import { listSnapshots } from '../../core/backups/snapshots.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import type { Checked } from '../../core/operations/restore/check-step.ts';
import { restoreOperation } from '../../core/operations/restore/restore.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import { withSnapshots } from '../../core/operations/snapshot/by-method.ts';
import type { BackupTools } from '../../core/operations/backup/backup.ts';
import type { Operation, Plan } from '../../core/runner/index.ts';
import type { ServerKind } from '../backup-operations/kinds.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { begin } from '../in-place/seen.ts';
import { dropContents } from './contents.ts';

const by =
  (operation: (tools: BackupTools) => Operation) =>
  (tools: BackupTools): Operation =>
    withSnapshots(operation(tools), tools);

/** Tests a snapshot of a server; `until` is the step before which every acknowledged row must be in it. */
export function describeSnapshot(name: string, kind: ServerKind, until: string): void {
  describeOnCluster(`a snapshot of ${name} that is written to`, function () {
    this.timeout('6m');
    let lab: BackupLab;

    before(async () => {
      lab = await BackupLab.open(`snap-${name}`, kind);
    });
    after(async () => {
      await dropContents(lab);
      await lab.close();
    });

    it('loses no row that was acknowledged before, is verified, and restored', async () => {
      const writer = lab.write();
      const { plan, id } = await lab.plan(by(backupOperation), { method: 'snapshot' }, '');
      assert.deepEqual(plan.refusals, []);
      let sure = 0;
      const sampled: Plan = {
        ...plan,
        steps: plan.steps.map((step) =>
          step.id === until
            ? {
                ...step,
                act: async (hand) => {
                  sure = (await lab.written()).most;
                  await step.act(hand);
                },
              }
            : step,
        ),
      };
      const made = await begin(lab, sampled, id);
      const last = await lab.written();
      const { rows, rate } = await writer.end();
      assert.equal(made.phase, 'done', JSON.stringify(made));
      const { heldSeconds = NaN } = made.measured ?? {};
      assert.ok(heldSeconds > 0 && heldSeconds < 60, JSON.stringify(made.measured));
      const { id: backup, method, consistency, counts } = made.facts['manifest'] as unknown as Manifest;
      assert.deepEqual([method, consistency], ['snapshot', 'application']);
      assert.ok((counts[kind.counted] ?? 0) >= kind.filled, JSON.stringify(made.facts));
      const left = await lab.practice.here(['get', 'jobs', `--selector=plinth.dev/operation=${id}`, '--output=json']);
      assert.ok(!left.includes(kind.password.value));

      const tested = await lab.run(by(verifyBackupOperation), { method: 'snapshot', backup }, '');
      assert.equal(tested.phase, 'done', JSON.stringify(tested));
      const checked = tested.facts['outcome'] as unknown as Checked;
      assert.equal(checked.outcome, 'verified', JSON.stringify(checked));
      const [listed] = await listSnapshots(lab.connection, await lab.orders());
      assert.deepEqual([listed?.id, listed?.state], [backup, 'verified']);
      const kinds = 'statefulsets,services,jobs,pods,persistentvolumeclaims';
      const selector = `--selector=plinth.dev/operation=${tested.id}`;
      assert.equal((await lab.practice.here(['get', kinds, selector, '--output=name'])).trim(), '');

      const restored = await lab.run(by(restoreOperation), { method: 'snapshot', backup, name: 'again' }, '');
      assert.equal(restored.phase, 'done', JSON.stringify(restored));
      assert.equal(await lab.ask(kind.proof, 'again-0'), await lab.ask(kind.proof));
      const { count, least, most } = await lab.written('again-0');
      assert.ok(sure > 0 && sure <= most && most <= last.most, `${sure} ≤ ${most} ≤ ${last.most}`);
      assert.deepEqual([count, least], [most, 1], 'up to one moment, without a hole');
      assert.ok(rows.length >= most && rows[most - 1] === most);
      assert.ok(rate >= 50, `${rate} rows a second`);
    });
  });
}
