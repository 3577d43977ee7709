import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import type { Checked } from '../../core/operations/restore/check-step.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import { requestCancel, type JournalRecord, type Parameters } from '../../core/runner/index.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { takeUp, untilStep, type Make } from './dying-runner.ts';
import { BackupLab } from './lab.ts';
import { realMover } from './real-mover.ts';

const isSoak = process.env['PLINTH_SOAK'] === '1';

describeOnCluster('an operation on backups that is interrupted', function () {
  this.timeout('5m');
  let lab: BackupLab;
  let mover: string;
  let sound: string;

  before(async () => {
    mover = await realMover();
    lab = await BackupLab.open('backup-interrupted');
    const made = await lab.run(backupOperation, { destination: 'here' }, mover);
    assert.equal(made.phase, 'done', JSON.stringify(made));
    sound = (made.facts['manifest'] as unknown as Manifest).id;
  });
  after(() => lab.close());

  const until = (
    step: string,
    what: { readonly operation: Make; readonly given: Parameters },
    then: (record: JournalRecord, kill: () => void) => void,
  ): Promise<JournalRecord> => untilStep({ lab, mover, step, ...what }, then);

  const takenUp = (record: JournalRecord, operation: Make, direction: 'forward' | 'back'): Promise<JournalRecord> =>
    takeUp({ lab, mover, operation, direction }, record);

  async function nothingIsLeft({ id }: JournalRecord): Promise<void> {
    const kinds = 'statefulsets,services,jobs,pods,persistentvolumeclaims,secrets';
    const left = await lab.practice.here(['get', kinds, `--selector=plinth.dev/operation=${id}`, '--output=name']);
    assert.equal(left.trim(), '');
  }

  const verify = () => ({ operation: verifyBackupOperation, given: { destination: 'here', backup: sound } });

  for (const [step, direction] of isSoak
    ? [
        'list-job',
        'list',
        'service',
        'claim-0',
        'set',
        'ready',
        'load-job',
        'load',
        'check',
        'attest',
        'remove',
      ].flatMap((id) => [[id, 'forward'] as const, [id, 'back'] as const])
    : ([['load', 'forward']] as const))
    it(`a restore test whose runner was killed at «${step}» is taken ${direction}, and leaves nothing behind`, async () => {
      const killed = await until(step, verify(), (_, kill) => kill());
      assert.equal(killed.phase, 'running');
      const record = await takenUp(killed, verifyBackupOperation, direction);
      if (direction === 'forward') {
        assert.equal(record.phase, 'done', JSON.stringify(record));
        assert.equal((record.facts['outcome'] as unknown as Checked).outcome, 'verified');
      } else assert.ok(['rolled-back', 'failed'].includes(record.phase), JSON.stringify(record));
      await nothingIsLeft(record);
    });

  it('a restore test that is cancelled leaves nothing behind', async () => {
    const record = await until('ready', verify(), (found) => void requestCancel(lab.connection, found));
    assert.equal(record.phase, 'cancelled', JSON.stringify(record));
    await nothingIsLeft(record);
  });

  it('a backup whose runner was killed goes on as the same backup', async () => {
    const backup = { operation: backupOperation, given: { destination: 'here' } };
    const killed = await until('dump', backup, (_, kill) => kill());
    const record = await takenUp(killed, backupOperation, 'forward');
    assert.equal(record.phase, 'done', JSON.stringify(record));
    const { id } = record.facts['manifest'] as unknown as Manifest;
    assert.equal(id, killed.facts['backup']);
  });

  it('a backup that is cancelled leaves nothing at its destination, unless it was whole before the wish arrived', async () => {
    const backup = { operation: backupOperation, given: { destination: 'here' } };
    const record = await until('dump', backup, (found) => void requestCancel(lab.connection, found));
    // It may have been faster than the wish.
    if (record.phase === 'done') return;
    assert.equal(record.phase, 'cancelled', JSON.stringify(record));
    await nothingIsLeft(record);
    const left = (await lab.onClaim(`find /backups/kept -path '*${record.id}/*' -type f`)).trim();
    // A small one is written in less time than it takes to end a pod. It is a backup then, and not thrown away.
    assert.ok(left === '' || /\/manifest\.json$/mu.test(left), left);
    assert.ok(!left.includes('.partial'), left);
  });
});
