// A removal whose pod is taken away on a real cluster: its Job fails, and whoever takes it up removes the rest.
import assert from 'node:assert/strict';
import { learntBackup, noting } from '../../core/backups/cache-operation.ts';
import { backupOperation, type BackupTools } from '../../core/operations/backup/backup.ts';
import { pruneOperation } from '../../core/operations/prune/prune.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { takeUp, untilStep } from '../backup-operations/dying-runner.ts';
import { realMover } from '../backup-operations/real-mover.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';

const NAMESPACE = 'keep-dying';
const backup = (tools: BackupTools) => noting(backupOperation(tools), learntBackup);

describeOnCluster('a removal of backups whose pod is taken away', function () {
  this.timeout('5m');
  let lab: BackupLab;
  let mover: string;
  const ids: string[] = [];

  before(async () => {
    lab = await BackupLab.open(NAMESPACE);
    mover = await realMover();
    for (let number = 0; number < 2; number++) {
      const made = await lab.run(backup, { destination: 'here' }, mover);
      assert.equal(made.phase, 'done', JSON.stringify(made));
      ids.push(made.facts['backup'] as string);
    }
  });
  after(() => lab.close());

  it('needs a person, and is brought to its end when that one resumes it', async () => {
    const { here } = lab.practice;
    let struck: Promise<unknown> | undefined;
    const given = { destination: 'here', backups: [ids[0] ?? ''] };
    const operation = pruneOperation;
    const left = await untilStep({ lab, mover, step: 'remove', operation, given }, ({ id }) => {
      const selector = `--selector=batch.kubernetes.io/job-name=plinth-prune-${id}`;
      struck = until('its pod', { seconds: 30, advice: 'Look at the Job.', every: 500 }, async () =>
        (await here(['get', 'pods', selector, '--output=name'])).trim(),
      ).then((pod) => here(['delete', pod, '--force', '--grace-period=0']));
    });
    await struck;
    assert.equal(left.phase, 'needs-attention', JSON.stringify(left));
    assert.ok((left.attention ?? []).some((command) => command.includes(`plinth-prune-${left.id}`)));
    const record = await takeUp({ lab, mover, operation, direction: 'forward' }, left);
    assert.equal(record.phase, 'done', JSON.stringify(record));
    assert.deepEqual(record.facts['removed'], [ids[0]]);
    const folders = (await lab.onClaim(`ls /backups/kept/${NAMESPACE}/orders`)).trim().split('\n');
    assert.deepEqual(folders, [ids[1]]);
  });
});
