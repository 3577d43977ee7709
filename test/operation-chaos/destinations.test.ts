// Destinations that fail while a backup is written to them or read from them.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeDestination } from '../../core/backups/destinations.ts';
import type { Manifest } from '../../core/backups/manifest.ts';
import { refreshBackups } from '../../core/backups/refresh.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import type { Checked } from '../../core/operations/restore/check-step.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import { runPlan, type JournalRecord, type Parameters } from '../../core/runner/index.ts';
import type { Make } from '../backup-operations/dying-runner.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { realMover } from '../backup-operations/real-mover.ts';
import { bucket } from '../cluster/bucket.ts';
import { S3_REGION } from '../cluster/object-store.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { FullClaim } from './full-claim.ts';
import { closeGate, ENDPOINT, openGate } from './gate.ts';

const NAMESPACE = 'opchaos-places';
const BUCKET = 'opchaos';

describeOnCluster('a destination that fails', function () {
  this.timeout('6m');
  let lab: BackupLab;
  let mover: string;
  let small: FullClaim;

  before(async () => {
    mover = await realMover();
    lab = await BackupLab.open(NAMESPACE);
    // What does not compress: 3 MiB on their way, and at the destination.
    const words = Array.from({ length: 300 }, () => `('${randomBytes(10_000).toString('base64')}')`).join(',');
    await lab.ask(`CREATE TABLE random (word text); INSERT INTO random VALUES ${words};`);
    small = await FullClaim.make(lab.practice, 512);
    await lab.destination('small', 'small');
    const { secret } = await bucket(BUCKET);
    await lab.practice.here(['apply', '--filename=-'], JSON.stringify(secret));
    const place = {
      endpoint: ENDPOINT,
      region: S3_REGION,
      pathStyle: true,
      bucket: BUCKET,
      prefix: `${NAMESPACE}-${randomBytes(4).toString('hex')}`,
    };
    const destination = { kind: 's3', ...place, secret: 's3', authority: undefined } as const;
    await writeDestination(lab.connection, NAMESPACE, { name: 'bucket', destination });
    await openGate(lab.practice);
  });
  after(async () => {
    await lab.close();
    await small.remove();
  });

  async function nothingIsLeft({ id }: JournalRecord): Promise<void> {
    const kinds = 'statefulsets,services,jobs,pods,persistentvolumeclaims,secrets';
    const left = await lab.practice.here(['get', kinds, `--selector=plinth.dev/operation=${id}`, '--output=name']);
    assert.equal(left.trim(), '');
  }

  /** Runs, and closes the gate once so many bytes have been counted in a step. */
  async function breaking(operation: Make, given: Parameters, step: string): Promise<JournalRecord> {
    const { plan, id } = await lab.plan(operation, given, mover);
    assert.deepEqual(plan.refusals, []);
    let closed: Promise<void> | undefined;
    const record = await runPlan({
      ...{ connection: lab.connection, plan, id, holder: `test-${id}`, by: 'test' },
      onEvent: (event) => {
        if (event.type !== 'progress' || event.step !== step || !/\d+(?:\.\d+)? [KM]iB/u.test(event.progress.text))
          return;
        closed ??= closeGate(lab.practice);
      },
    });
    assert.ok(closed, 'it was never half-way');
    await closed;
    return record;
  }
  const states = async () => {
    const { backups } = await refreshBackups(lab.connection, await lab.orders(), {
      mover: () => Promise.resolve({ text: mover }),
    });
    return backups.map(({ destination, state }) => `${destination} ${state}`).sort();
  };

  it('because its disk is full: said in words, nothing is left there, and the next goes well once there is room', async () => {
    const record = await lab.run(backupOperation, { destination: 'small' }, mover);
    assert.equal(record.phase, 'rolled-back', JSON.stringify(record));
    assert.match(record.reason ?? '', /The claim is full; make it larger or prune backups/u);
    assert.deepEqual(await small.files(), []);
    await nothingIsLeft(record);
    await small.resize(16 * 1024);
    const again = await lab.run(backupOperation, { destination: 'small' }, mover);
    assert.equal(again.phase, 'done', JSON.stringify(again));
    assert.ok((await states()).includes('small unverified'));
  });

  it('because its bucket goes away half-way: said in words, nothing counts as complete, and the next goes well', async () => {
    const record = await breaking(backupOperation, { destination: 'bucket' }, 'dump');
    assert.equal(record.phase, 'rolled-back', JSON.stringify(record));
    assert.match(record.reason ?? '', /bucket|gate/iu);
    await nothingIsLeft(record);
    await openGate(lab.practice);
    assert.ok(!(await states()).some((one) => one.startsWith('bucket ') && !one.endsWith('partial')));
    const again = await lab.run(backupOperation, { destination: 'bucket' }, mover);
    assert.equal(again.phase, 'done', JSON.stringify(again));
  });

  it('while a backup is tested: the test has failed, not the backup', async () => {
    const made = await lab.run(backupOperation, { destination: 'bucket' }, mover);
    const { id: backup } = made.facts['manifest'] as unknown as Manifest;
    const record = await breaking(verifyBackupOperation, { destination: 'bucket', backup }, 'load');
    assert.equal(record.phase, 'rolled-back', JSON.stringify(record));
    assert.match(record.reason ?? '', /bucket|gate|broke off/iu);
    await nothingIsLeft(record);
    await openGate(lab.practice);
    assert.ok((await states()).every((one) => !one.endsWith('failed')));
    const again = await lab.run(verifyBackupOperation, { destination: 'bucket', backup }, mover);
    assert.equal(again.phase, 'done', JSON.stringify(again));
    assert.equal((again.facts['outcome'] as unknown as Checked).outcome, 'verified', JSON.stringify(again));
  });

  it('before it is written to: said in words, and nothing is begun there', async () => {
    await closeGate(lab.practice);
    const record = await lab.run(backupOperation, { destination: 'bucket' }, mover);
    assert.equal(record.phase, 'rolled-back', JSON.stringify(record));
    assert.match(record.reason ?? '', /bucket|gate/iu);
    await nothingIsLeft(record);
  });
});
