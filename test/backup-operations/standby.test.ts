import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import { chooseSource } from '../../core/operations/backup/source.ts';
import type { Checked } from '../../core/operations/restore/check-step.ts';
import { restoreOperation } from '../../core/operations/restore/restore.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { MYSQL, POSTGRESQL, type ServerKind } from './kinds.ts';
import { BackupLab } from './lab.ts';
import { realMover } from './real-mover.ts';
import { inTopology } from './topology.ts';

const TOPOLOGIES: readonly (readonly [string, ServerKind, string])[] = [
  ['postgresql', { ...POSTGRESQL, image: 'postgres:18' }, 'orders-db-client'],
  ['mysql', MYSQL, 'catalog-db-client'],
];

/** One of them in CI; the other asks the same of another engine. */
const isSoak = process.env['PLINTH_SOAK'] === '1';

for (const [folder, server, label] of TOPOLOGIES.slice(0, isSoak ? 2 : 1))
  describeOnCluster(`a backup of the topology ${folder}, which has standbys`, function () {
    this.timeout('8m');
    let lab: BackupLab;

    before(async () => {
      const { kind, objects } = inTopology(folder, server);
      lab = await BackupLab.open(`backup-standby-${folder}`, kind, () => objects);
    });
    after(() => (lab as BackupLab | undefined)?.close());

    it('reads a standby, and is restored with exactly the rows that it should have', async () => {
      const mover = await realMover();
      await until('a standby that is fit', { seconds: 240, advice: 'Look at the members.', every: 1_000 }, async () =>
        chooseSource(await lab.orders())?.role === 'replica' ? true : undefined,
      );
      const writer = lab.write();
      const first = await lab.written();
      const podLabels = { [label]: 'true' };
      const { plan } = await lab.plan(backupOperation, { destination: 'here' }, mover);
      assert.match(plan.warnings.join(' '), new RegExp(`NetworkPolicy .*"${label}":"true"`, 'u'));
      const made = await lab.run(backupOperation, { destination: 'here', podLabels }, mover);
      const last = await lab.written();
      const { rate } = await writer.end();
      assert.equal(made.phase, 'done', JSON.stringify(made));
      const { id: backup, member, memberRole } = made.facts['manifest'] as unknown as Manifest;
      assert.equal(memberRole, 'replica');
      assert.notEqual(member, lab.primary);
      const tested = await lab.run(verifyBackupOperation, { destination: 'here', backup }, mover);
      assert.equal(tested.phase, 'done', JSON.stringify(tested));
      const checked = tested.facts['outcome'] as unknown as Checked;
      assert.equal(checked.outcome, 'verified', JSON.stringify(checked));
      const restored = await lab.run(restoreOperation, { destination: 'here', backup, name: 'again' }, mover);
      assert.equal(restored.phase, 'done', JSON.stringify(restored));
      assert.equal(await lab.ask(server.proof, 'again-0'), await lab.ask(server.proof));
      const { count, least, most } = await lab.written('again-0');
      // A standby may be a moment behind when it is read.
      assert.ok(most > 0 && most <= last.most, `${first.most}, ${most}, ${last.most}`);
      assert.deepEqual([count, least], [most, 1]);
      assert.ok(rate >= 50, `${rate} rows a second`);
    });
  });
