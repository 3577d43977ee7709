// Pruning at a destination that is really there.
import assert from 'node:assert/strict';
import { learntBackup, learntTest, noting } from '../../core/backups/cache-operation.ts';
import { listBackups } from '../../core/backups/list.ts';
import { refreshBackups } from '../../core/backups/refresh.ts';
import { backupOperation, type BackupTools } from '../../core/operations/backup/backup.ts';
import { pruneOperation } from '../../core/operations/prune/prune.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { realMover } from '../backup-operations/real-mover.ts';
import { describeOnCluster } from '../cluster/practice.ts';

const NAMESPACE = 'keep-prune';
const backup = (tools: BackupTools) => noting(backupOperation(tools), learntBackup);
const verify = (tools: BackupTools) => noting(verifyBackupOperation(tools), learntTest);

describeOnCluster('pruning the backups of a PostgreSQL', function () {
  this.timeout('8m');
  let lab: BackupLab;
  let mover: string;
  const ids: string[] = [];

  before(async () => {
    lab = await BackupLab.open(NAMESPACE);
    mover = await realMover();
    for (let number = 0; number < 3; number++) {
      const made = await lab.run(backup, { destination: 'here' }, mover);
      assert.equal(made.phase, 'done', JSON.stringify(made));
      ids.push(made.facts['backup'] as string);
    }
    const tested = await lab.run(verify, { destination: 'here', backup: ids[0] ?? '' }, mover);
    assert.equal(tested.phase, 'done', JSON.stringify(tested));
  });
  after(() => lab.close());

  const refresh = async () =>
    refreshBackups(lab.connection, await lab.orders(), { mover: () => Promise.resolve({ text: mover }) });
  const known = async () => (await listBackups(lab.connection, await lab.orders())).backups?.map(({ id }) => id);
  const folders = async () => (await lab.onClaim(`ls /backups/kept/${NAMESPACE}/orders`)).trim().split('\n').sort();

  it('refuses to let the last verified one go, though it is the oldest', async () => {
    const { plan } = await lab.plan(pruneOperation, { destination: 'here', backups: [ids[0] ?? ''] }, mover);
    assert.deepEqual(
      plan.refusals.map(({ id }) => id),
      ['R22'],
    );
  });

  it('removes what no rule keeps, all of it, and nothing else', async () => {
    const record = await lab.run(pruneOperation, { destination: 'here', last: 1 }, mover);
    assert.equal(record.phase, 'done', JSON.stringify(record));
    assert.deepEqual(record.facts['removed'], [ids[1]]);
    assert.deepEqual(await folders(), [ids[0], ids[2]]);
    assert.deepEqual(await known(), [ids[2], ids[0]]);
  });

  it('leaves alone what came to be worth keeping after the plan was made', async () => {
    const made = await lab.run(backup, { destination: 'here' }, mover);
    const newest = made.facts['backup'] as string;
    // Known as the last but one, by now the last one is gone from the destination.
    await lab.onClaim(`rm -r /backups/kept/${NAMESPACE}/orders/${newest}`);
    const record = await lab.run(pruneOperation, { destination: 'here', last: 1 }, mover);
    assert.equal(record.phase, 'done', JSON.stringify(record));
    assert.deepEqual(record.facts['goes'], []);
    assert.deepEqual(await folders(), [ids[0], ids[2]]);
  });

  it('one that is half removed shows as partial, and the rest of it goes when it is named', async () => {
    const half = ids[2] ?? '';
    await lab.onClaim(`rm /backups/kept/${NAMESPACE}/orders/${half}/manifest.json`);
    const { backups } = await refresh();
    assert.deepEqual(
      backups.map(({ id, state }) => [id, state]),
      [
        [half, 'partial'],
        [ids[0], 'verified'],
      ],
    );
    const record = await lab.run(pruneOperation, { destination: 'here', backups: [half] }, mover);
    assert.equal(record.phase, 'done', JSON.stringify(record));
    assert.deepEqual(await folders(), [ids[0]]);
    assert.deepEqual(await known(), [ids[0]]);
  });
});
