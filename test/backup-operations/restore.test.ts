import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import type { Checked } from '../../core/operations/restore/check-step.ts';
import { restoreOperation } from '../../core/operations/restore/restore.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import type { JournalRecord } from '../../core/runner/index.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { BackupLab, ROWS } from './lab.ts';
import { realMover } from './real-mover.ts';

const NAMESPACE = 'backup-restores';

describeOnCluster('restores of a PostgreSQL', function () {
  this.timeout('6m');
  let lab: BackupLab;
  let mover: string;
  let manifest: Manifest;

  before(async () => {
    mover = await realMover();
    lab = await BackupLab.open(NAMESPACE);
    manifest = await backup();
  });
  after(() => lab.close());

  async function backup(): Promise<Manifest> {
    const record = await lab.run(backupOperation, { destination: 'here' }, mover);
    assert.equal(record.phase, 'done', JSON.stringify(record));
    return record.facts['manifest'] as unknown as Manifest;
  }
  const folder = (id: string): string => `/backups/kept/${NAMESPACE}/orders/${id}`;
  const verify = (id: string): Promise<JournalRecord> =>
    lab.run(verifyBackupOperation, { destination: 'here', backup: id }, mover);
  const outcomeOf = ({ facts }: JournalRecord): Checked => facts['outcome'] as unknown as Checked;

  async function nothingIsLeft({ id }: JournalRecord): Promise<void> {
    const kinds = 'statefulsets,services,jobs,pods,persistentvolumeclaims';
    const left = await lab.practice.here(['get', kinds, `--selector=plinth.dev/operation=${id}`, '--output=name']);
    assert.equal(left.trim(), '');
  }

  it('a sound backup is verified, with its measured time, and nothing is left behind', async () => {
    const record = await verify(manifest.id);
    assert.equal(record.phase, 'done', JSON.stringify(record));
    const checked = outcomeOf(record);
    assert.equal(checked.outcome, 'verified', JSON.stringify(checked));
    assert.equal(checked.counts['rows'], ROWS);
    assert.ok(checked.seconds > 0 && checked.seconds < 300);
    await nothingIsLeft(record);
    const said = await lab.onClaim(`cat ${folder(manifest.id)}/verification-*.json`);
    assert.equal((JSON.parse(said) as { outcome: string }).outcome, 'verified');
  });

  it('is restored to a new instance that has exactly the rows; the source is not touched', async () => {
    await lab.psql('DELETE FROM orders WHERE id > 10');
    const record = await lab.run(restoreOperation, { destination: 'here', backup: manifest.id, name: 'again' }, mover);
    assert.equal(record.phase, 'done', JSON.stringify(record));
    const sum = `SELECT count(*) || ' ' || md5(string_agg(text, ',' ORDER BY id)) FROM orders`;
    const wanted = `SELECT count(*) || ' ' || md5(string_agg(md5(n::text), ',' ORDER BY n)) FROM generate_series(1, ${ROWS}) n`;
    assert.equal(await lab.psql(sum, 'again-0'), await lab.psql(wanted));
    assert.equal((await lab.psql('SELECT count(*) FROM orders')).trim(), '10');
    assert.equal((await lab.psql('SHOW archive_mode', 'again-0')).trim(), 'off');
  });

  it('a test of a backup that nobody made fails, and a restore of a newer one makes nothing', async () => {
    const none = await verify('20200101t000000z-aaaaaaaa');
    assert.equal(none.phase, 'rolled-back', JSON.stringify(none));
    assert.match(none.reason ?? '', /R12: There is no backup/u);
    await nothingIsLeft(none);
    const { id } = await backup();
    await lab.onClaim(`cd ${folder(id)} && sed -i 's/"engineVersion": "16/"engineVersion": "99/' manifest.json`);
    const record = await lab.run(restoreOperation, { destination: 'here', backup: id, name: 'never' }, mover);
    assert.equal(record.phase, 'rolled-back', JSON.stringify(record));
    assert.match(record.reason ?? '', /R12: .*of version 99/u);
    const made = await lab.practice.here(['get', 'statefulset,service,pvc', '--output=name']);
    assert.ok(!made.includes('never'), made);
  });
});
