import assert from 'node:assert/strict';
import { writeDestination } from '../../core/backups/destinations.ts';
import type { Manifest } from '../../core/backups/manifest.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import type { Checked } from '../../core/operations/restore/check-step.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import { bucket } from '../cluster/bucket.ts';
import { S3_REGION } from '../cluster/object-store.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { BackupLab, ROWS } from './lab.ts';
import { realMover } from './real-mover.ts';

const NAMESPACE = 'backup-bucket';

describeOnCluster('backups to a bucket', function () {
  this.timeout('4m');
  let lab: BackupLab;

  before(async () => {
    const { secret } = await bucket(NAMESPACE);
    lab = await BackupLab.open(NAMESPACE);
    await lab.practice.here(['apply', '--filename=-'], JSON.stringify(secret));
    const place = { endpoint: 'http://s3.object-storage:9000', region: S3_REGION, pathStyle: true };
    const destination = {
      kind: 's3',
      ...place,
      bucket: NAMESPACE,
      prefix: 'kept',
      secret: 's3',
      authority: undefined,
    } as const;
    await writeDestination(lab.connection, NAMESPACE, { name: 'bucket', destination });
  });
  after(() => lab.close());

  it('is stored there, and verified from there', async () => {
    const mover = await realMover();
    const made = await lab.run(backupOperation, { destination: 'bucket' }, mover);
    assert.equal(made.phase, 'done', JSON.stringify(made));
    const { id: backup } = made.facts['manifest'] as unknown as Manifest;
    const tested = await lab.run(verifyBackupOperation, { destination: 'bucket', backup }, mover);
    assert.equal(tested.phase, 'done', JSON.stringify(tested));
    const { outcome, counts } = tested.facts['outcome'] as unknown as Checked;
    assert.equal(outcome, 'verified');
    assert.equal(counts['rows'], ROWS);
  });
});
