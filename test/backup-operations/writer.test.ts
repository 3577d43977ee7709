import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import { backupOperation } from '../../core/operations/backup.ts';
import type { Checked } from '../../core/operations/check-step.ts';
import { verifyBackupOperation } from '../../core/operations/verify-backup.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { BackupLab, ROWS } from './lab.ts';
import { realMover } from './real-mover.ts';

/** One row every 5 ms, each in a transaction of its own, until somebody says that it is enough. */
const WRITER = `DO $$ BEGIN
  FOR n IN 1..60000 LOOP
    INSERT INTO orders VALUES (100000 + n, md5(n::text));
    COMMIT;
    EXIT WHEN EXISTS (SELECT FROM enough);
    PERFORM pg_sleep(0.005);
  END LOOP;
END $$`;

describeOnCluster('a backup of a PostgreSQL that is written to', function () {
  this.timeout('6m');
  let lab: BackupLab;

  before(async () => {
    lab = await BackupLab.open('backup-writer');
    await lab.psql('CREATE TABLE enough (said int)');
  });
  after(() => lab.close());

  it('is verified: what was restored lies between the counts before and after the dump', async () => {
    const mover = await realMover();
    const writing = lab.psql(WRITER);
    writing.catch(() => undefined);
    const made = await lab.run(backupOperation, { destination: 'here' }, mover);
    await lab.psql('INSERT INTO enough VALUES (1)');
    await writing;
    assert.equal(made.phase, 'done', JSON.stringify(made));
    const { id: backup, counts, countsAfter = {}, from, to } = made.facts['manifest'] as unknown as Manifest;
    const { rows: before = 0 } = counts;
    const { rows: after = 0 } = countsAfter;
    assert.ok(ROWS < before && before < after, `${before} before, ${after} after`);
    assert.equal(counts['tables'], countsAfter['tables']);
    assert.ok(from !== undefined && to !== undefined && from !== to, `${from} ${to}`);
    const tested = await lab.run(verifyBackupOperation, { destination: 'here', backup }, mover);
    assert.equal(tested.phase, 'done', JSON.stringify(tested));
    const checked = tested.facts['outcome'] as unknown as Checked;
    assert.equal(checked.outcome, 'verified', JSON.stringify(checked));
    const rows = checked.counts['rows'] ?? 0;
    assert.ok(before <= rows && rows <= after, `${before} ≤ ${rows} ≤ ${after}`);
  });
});
