import assert from 'node:assert/strict';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { writeDestination } from '../../core/backups/destinations.ts';
import type { Manifest } from '../../core/backups/manifest.ts';
import { backupOperation } from '../../core/operations/backup.ts';
import type { Checked } from '../../core/operations/check-step.ts';
import { verifyBackupOperation } from '../../core/operations/verify-backup.ts';
import { OUTSIDE_S3 } from '../cluster/addresses.ts';
import { S3_REGION, s3Keys } from '../cluster/object-store.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { BackupLab, ROWS } from './lab.ts';
import { realMover } from './real-mover.ts';

const NAMESPACE = 'backup-bucket';

describeOnCluster('backups to a bucket', function () {
  this.timeout('4m');
  let lab: BackupLab;

  before(async () => {
    const { access, secret } = await s3Keys();
    const credentials = { accessKeyId: access, secretAccessKey: secret };
    const client = new S3Client({
      endpoint: `http://${OUTSIDE_S3}`,
      region: S3_REGION,
      forcePathStyle: true,
      credentials,
    });
    await client.send(new CreateBucketCommand({ Bucket: NAMESPACE })).catch((error: unknown) => {
      if (!(error instanceof Error) || !error.name.startsWith('BucketAlready')) throw error;
    });
    client.destroy();
    lab = await BackupLab.open(NAMESPACE);
    const key = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's3' },
      stringData: { accessKeyId: access, secretAccessKey: secret },
    };
    await lab.practice.here(['apply', '--filename=-'], JSON.stringify(key));
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
