import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import { restoreOperation } from '../../core/operations/restore/restore.ts';
import type { JournalRecord, Parameters, Plan } from '../../core/runner/index.ts';
import { POSTGRESQL } from '../backup-operations/kinds.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { realMover } from '../backup-operations/real-mover.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { begin, claimUids, endpointsOf, notesOf, replicasOf, takeUp, writeRows } from './seen.ts';
import { dyingBefore } from './dying.ts';

describeOnCluster('a restore in place that goes wrong', function () {
  this.timeout('6m');
  let lab: BackupLab;
  let mover: string;
  let parameters: Parameters;
  let claims: Readonly<Record<string, string>>;

  before(async () => {
    mover = await realMover();
    lab = await BackupLab.open('place-back', POSTGRESQL);
    const made = await lab.run(backupOperation, { destination: 'here' }, mover);
    const { id: backup } = made.facts['manifest'] as unknown as Manifest;
    parameters = { into: 'place', destination: 'here', backup };
    claims = await claimUids(lab, 'orders');
    await writeRows(lab, [1, 2, 3]);
  });
  after(() => lab.close());

  /** The old set serves as before, with every row, and nothing of the new one is left. */
  async function isAsBefore({ id }: JournalRecord): Promise<void> {
    assert.deepEqual(await endpointsOf(lab, 'orders'), ['orders-0']);
    assert.equal(await replicasOf(lab, 'orders'), 1);
    assert.equal((await lab.written()).count, 3, 'what was written after the backup is there');
    assert.deepEqual(await claimUids(lab, 'orders'), claims);
    const kinds = 'statefulsets,services,jobs,pods,persistentvolumeclaims';
    const left = await lab.practice.here(['get', kinds, `--selector=plinth.dev/operation=${id}`, '--output=name']);
    assert.equal(left.trim(), '');
    assert.equal((await notesOf(lab, 'statefulset', 'orders'))['plinth.dev/replaced-by'], undefined);
  }

  it('turns the Services back and starts the old set where the new one fails after the turn', async () => {
    const { plan, id } = await lab.plan(restoreOperation, parameters, mover);
    assert.deepEqual(plan.refusals, []);
    const record = await begin(lab, failingAt(plan, 'proof'), id);
    assert.equal(record.phase, 'rolled-back', JSON.stringify(record));
    assert.match(record.reason ?? '', /no good/u);
    assert.equal(record.steps.find((step) => step.id === 'down')?.state, 'undone');
    await isAsBefore(record);
  });

  for (const direction of ['back', 'forward'] as const)
    it(`is taken up ${direction} where its runner died after the old set had ended`, async () => {
      const { plan, id } = await lab.plan(restoreOperation, parameters, mover);
      const dying = dyingBefore(plan, 'proof');
      await assert.rejects(begin(lab, dying.plan, id, dying.connection(lab.connection)));
      assert.equal(await replicasOf(lab, 'orders'), 0);
      assert.deepEqual(await endpointsOf(lab, 'orders'), []);
      const record = await takeUp(lab, restoreOperation, { id, mover, direction });
      assert.equal(record.phase, direction === 'back' ? 'rolled-back' : 'done', JSON.stringify(record));
      if (direction === 'back') return isAsBefore(record);
      assert.deepEqual(await endpointsOf(lab, 'orders'), [`orders-${id}-0`]);
      assert.equal(await replicasOf(lab, 'orders'), 0);
      assert.equal((await lab.written(`orders-${id}-0`)).count, 0);
      assert.deepEqual(await claimUids(lab, 'orders'), claims);
    });

  const failingAt = (plan: Plan, id: string): Plan => ({
    ...plan,
    steps: plan.steps.map((step) =>
      step.id === id ? { ...step, act: () => Promise.reject(new ClusterTrouble('broken', 'It is no good.')) } : step,
    ),
  });
});
