import assert from 'node:assert/strict';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import { backupOperation, type BackupTools } from '../../core/operations/backup/backup.ts';
import { withSnapshots } from '../../core/operations/snapshot/by-method.ts';
import { BadParameter, type Operation, type Plan } from '../../core/runner/index.ts';
import { MYSQL } from '../backup-operations/kinds.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { dyingBefore } from '../in-place/dying.ts';
import { begin, takeUp, writeRows } from '../in-place/seen.ts';
import { contentsOf, dropContents } from './contents.ts';

const backup = (tools: BackupTools): Operation => withSnapshots(backupOperation(tools), tools);
/** Seconds. */
const HOLD = 15;

describeOnCluster('a snapshot that goes wrong', function () {
  this.timeout('6m');
  let lab: BackupLab;

  before(async () => {
    lab = await BackupLab.open('snap-wrong', MYSQL);
  });
  after(async () => {
    await dropContents(lab);
    await lab.close();
  });

  /** Neither objects nor what the storage holds for them. */
  async function nothingIsLeft(id: string): Promise<void> {
    const { here, kubectl, namespace } = lab.practice;
    const selector = `--selector=plinth.dev/operation=${id}`;
    const left = await here(['get', 'jobs,pods,volumesnapshots,secrets', selector, '--output=name']);
    assert.equal(left.trim(), '');
    assert.deepEqual(await contentsOf(kubectl, namespace), []);
  }

  it('is taken back whole, with what the storage holds of it', async () => {
    const { plan, id } = await lab.plan(backup, { method: 'snapshot' }, '');
    const record = await begin(lab, failingAt(plan, 'index'), id);
    assert.equal(record.phase, 'rolled-back', JSON.stringify(record));
    await nothingIsLeft(id);
    await writeRows(lab, [1]);
  });

  it('holds the server no longer than it says where the runner dies, and is taken back then', async () => {
    const { plan, id } = await lab.plan(backup, { method: 'snapshot', hold: HOLD }, '');
    assert.ok(plan.steps.some(({ removesWrites }) => removesWrites));
    const dying = dyingBefore(plan, 'stop');
    await assert.rejects(begin(lab, dying.plan, id, dying.connection(lab.connection)));
    const began = Date.now();
    await writeRows(lab, [2]);
    assert.ok(Date.now() - began < (HOLD + 30) * 1_000, 'whoever wanted to write did so soon');
    const record = await takeUp(lab, backup, { id, mover: '', direction: 'forward' });
    assert.equal(record.phase, 'rolled-back', JSON.stringify(record));
    assert.match(record.reason ?? '', /nobody came/u);
    await nothingIsLeft(id);
  });

  it('is refused without a class that keeps its snapshots, and with parameters that make no sense', async () => {
    const { plan } = await lab.plan(backup, { method: 'snapshot', snapshotClass: 'standard' }, '');
    assert.deepEqual(
      plan.refusals.map(({ id }) => id),
      ['R30'],
    );
    assert.match(plan.refusals[0]?.evidence ?? '', /standard \(csi\.plinth\.example, Delete\)/u);
    for (const [given, why] of [
      [{ method: 'snapshot', destination: 'here' }, /«destination»/u],
      [{ method: 'snapshot', hold: 1 }, /«hold»/u],
      [{ method: 'snapshot', snapshotClass: '../x' }, /«snapshotClass»/u],
    ] as const)
      await assert.rejects(
        lab.plan(backup, given, ''),
        (error) => error instanceof BadParameter && why.test(error.message),
      );
  });

  const failingAt = (plan: Plan, id: string): Plan => ({
    ...plan,
    steps: plan.steps.map((step) =>
      step.id === id ? { ...step, act: () => Promise.reject(new ClusterTrouble('broken', 'It is no good.')) } : step,
    ),
  });
});
