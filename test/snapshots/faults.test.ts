import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import { LABEL_NOTE, listSnapshots } from '../../core/backups/snapshots.ts';
import { backupOperation, type BackupTools } from '../../core/operations/backup/backup.ts';
import type { Checked } from '../../core/operations/restore/check-step.ts';
import { restoreOperation } from '../../core/operations/restore/restore.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import { withSnapshots } from '../../core/operations/snapshot/by-method.ts';
import type { Operation, Refusal } from '../../core/runner/index.ts';
import { POSTGRESQL } from '../backup-operations/kinds.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { dropContents } from './contents.ts';

const by =
  (operation: (tools: BackupTools) => Operation) =>
  (tools: BackupTools): Operation =>
    withSnapshots(operation(tools), tools);

describeOnCluster('a snapshot of PostgreSQL that is not sound', function () {
  this.timeout('6m');
  let lab: BackupLab;
  let manifest: Manifest;

  before(async () => {
    lab = await BackupLab.open('snap-faults', POSTGRESQL);
    const record = await lab.run(by(backupOperation), { method: 'snapshot' }, '');
    assert.equal(record.phase, 'done', JSON.stringify(record));
    manifest = record.facts['manifest'] as unknown as Manifest;
  });
  after(async () => {
    await dropContents(lab);
    await lab.close();
  });

  async function refused(operation: (tools: BackupTools) => Operation, more: object): Promise<readonly Refusal[]> {
    const { plan } = await lab.plan(by(operation), { method: 'snapshot', backup: manifest.id, ...more }, '');
    assert.equal(plan.steps.length, 0);
    return plan.refusals;
  }
  const note = (key: string, value: string): Promise<string> =>
    lab.practice.here(['annotate', 'volumesnapshot', manifest.files[0]?.name ?? '', '--overwrite', `${key}=${value}`]);

  it('fails its test where its label is spoilt, says so, and leaves nothing behind', async () => {
    await note(LABEL_NOTE, Buffer.from('no label at all\n').toString('base64'));
    const record = await lab.run(by(verifyBackupOperation), { method: 'snapshot', backup: manifest.id }, '');
    assert.equal(record.phase, 'done', JSON.stringify(record));
    const { outcome, findings } = record.facts['outcome'] as unknown as Checked;
    assert.equal(outcome, 'failed', JSON.stringify(findings));
    assert.match(findings.join('; '), /label/u);
    const [listed] = await listSnapshots(lab.connection, await lab.orders());
    assert.equal(listed?.state, 'failed');
    const kinds = 'statefulsets,services,jobs,pods,persistentvolumeclaims';
    const selector = `--selector=plinth.dev/operation=${record.id}`;
    assert.equal((await lab.practice.here(['get', kinds, selector, '--output=name'])).trim(), '');
  });

  it('is refused where it is of another major version, or half of it is gone (R12)', async () => {
    await note('plinth.dev/manifest', JSON.stringify({ ...manifest, engineVersion: '15.3' }));
    const [other] = await refused(verifyBackupOperation, {});
    assert.match(`${other?.id ?? ''} ${other?.evidence ?? ''}`, /^R12 15\.3; here it is 16/u);
    await note('plinth.dev/manifest', JSON.stringify(manifest));
    await dropContents(lab);
    await lab.practice.here(['delete', 'volumesnapshot', manifest.files[1]?.name ?? '']);
    const [half] = await refused(restoreOperation, { name: 'never' });
    assert.match(`${half?.id ?? ''} ${half?.evidence ?? ''}`, /^R12 The VolumeSnapshot .*-log is gone/u);
  });

  it('is refused where nobody made it (R12)', async () => {
    const [none] = await refused(verifyBackupOperation, { backup: '20200101t000000z-aaaaaaaa' });
    assert.equal(none?.id, 'R12');
  });
});
