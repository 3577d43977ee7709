// Snapshots among the backups of a database: in the list, in what the inventory knows, and pruned.
import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import { listBackups } from '../../core/backups/list.ts';
import { IN_CLUSTER } from '../../core/backups/snapshots.ts';
import type { KnownBackup } from '../../core/backups/known.ts';
import { backupOperation, type BackupTools } from '../../core/operations/backup/backup.ts';
import { pruneOperation } from '../../core/operations/prune/prune.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import { withSnapshots } from '../../core/operations/snapshot/by-method.ts';
import type { Operation } from '../../core/runner/index.ts';
import { POSTGRESQL } from '../backup-operations/kinds.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { contentsOf, dropContents } from './contents.ts';

const by =
  (operation: (tools: BackupTools) => Operation) =>
  (tools: BackupTools): Operation =>
    withSnapshots(operation(tools), tools);

describeOnCluster('snapshots among the backups', function () {
  this.timeout('6m');
  let lab: BackupLab;
  const made: string[] = [];

  before(async () => {
    lab = await BackupLab.open('snap-kept', POSTGRESQL);
  });
  after(async () => {
    await dropContents(lab);
    await lab.close();
  });

  const backUp = async (): Promise<string> => {
    const record = await lab.run(by(backupOperation), { method: 'snapshot' }, '');
    assert.equal(record.phase, 'done', JSON.stringify(record));
    const { id } = record.facts['manifest'] as unknown as Manifest;
    made.push(id);
    return id;
  };
  const inTree = (what: string, fits: (kept: readonly KnownBackup[]) => boolean) =>
    until(what, { seconds: 30, advice: 'Look at the inventory.', every: 300 }, async () => {
      const { kept } = await lab.orders();
      return kept !== undefined && fits(kept) ? kept : undefined;
    });

  it('are known as soon as they are made, and as verified once they are tested', async () => {
    await lab.practice.here(['annotate', 'statefulset/orders', 'plinth.dev/rpo=1h', 'plinth.dev/rto=1h']);
    const id = await backUp();
    const [first] = await inTree('a snapshot', ([one]) => one?.state === 'unverified');
    assert.deepEqual(
      [first?.id, first?.destination, first?.method, first?.state],
      [id, IN_CLUSTER, 'snapshot', 'unverified'],
    );
    const tested = await lab.run(by(verifyBackupOperation), { method: 'snapshot', backup: id }, '');
    assert.equal(tested.phase, 'done', JSON.stringify(tested));
    await inTree('a verified one', ([one]) => one?.state === 'verified');
    const { goals, backups } = await lab.orders();
    assert.deepEqual(goals.missed, [], 'its goals are met by it');
    assert.deepEqual(
      backups.filter(({ form }) => form === 'snapshot'),
      [],
      'it does not stand there twice',
    );
    const listed = await listBackups(lab.connection, await lab.orders());
    assert.deepEqual([listed.backups?.map((one) => one.id), listed.unread], [[id], []]);
  });

  it('are pruned with what the storage holds of them, but not the last verified one', async () => {
    const others = [await backUp(), await backUp()];
    const [verified = ''] = made;
    assert.equal((await inTree('three', (kept) => kept.length === 3)).length, 3);
    const { plan } = await lab.plan(by(pruneOperation), { method: 'snapshot', backups: [verified] }, '');
    assert.deepEqual(
      plan.refusals.map(({ id }) => id),
      ['R22'],
    );
    const before = await contentsOf(lab.practice.kubectl, lab.practice.namespace);
    const record = await lab.run(by(pruneOperation), { method: 'snapshot', last: 1 }, '');
    assert.equal(record.phase, 'done', JSON.stringify(record));
    const left = await inTree('two', (kept) => kept.length === 2);
    assert.deepEqual(left.map(({ id }) => id).sort(), [verified, others.at(-1)].sort());
    await until('less in the storage', { seconds: 30, advice: 'Look at the contents.', every: 500 }, async () =>
      (await contentsOf(lab.practice.kubectl, lab.practice.namespace)).length < before.length ? true : undefined,
    );
  });
});
