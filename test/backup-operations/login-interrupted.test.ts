import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import { restoreOperation } from '../../core/operations/restore/restore.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { takeUp, untilStep } from './dying-runner.ts';
import { MARIADB } from './kinds.ts';
import { BackupLab } from './lab.ts';
import { locally, ROOTS } from './local-root.ts';
import { realMover } from './real-mover.ts';

const isSoak = process.env['PLINTH_SOAK'] === '1';

const STEPS: readonly (readonly [string, 'forward' | 'back'])[] = isSoak
  ? ['admit', 'load-job', 'load', 'dismiss', 'check'].flatMap((step) => [
      [step, 'forward'] as const,
      [step, 'back'] as const,
    ])
  : [['dismiss', 'forward']];

describeOnCluster('a restore that lets root in while it loads, and is interrupted', function () {
  this.timeout('5m');
  let lab: BackupLab;
  let mover: string;
  let backup: string;
  let number = 0;

  before(async () => {
    mover = await realMover();
    lab = await BackupLab.open('login-interrupted', locally(MARIADB));
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'backup-login' } };
    const stringData = { user: 'backup', password: 'practice-4711' };
    await lab.practice.here(['apply', '--filename=-'], JSON.stringify({ ...secret, stringData }));
    await lab.ask(`CREATE USER 'backup'@'%' IDENTIFIED BY 'practice-4711';
GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, PROCESS, SLAVE MONITOR ON *.* TO 'backup'@'%';`);
    const made = await lab.run(backupOperation, { destination: 'here', login: 'backup-login' }, mover);
    assert.equal(made.phase, 'done', JSON.stringify(made));
    backup = (made.facts['manifest'] as unknown as Manifest).id;
  });
  after(() => (lab as BackupLab | undefined)?.close());

  for (const [step, direction] of STEPS)
    it(`at «${step}», and taken ${direction}, leaves nobody in`, async () => {
      const name = `again-${String(number++)}`;
      const given = { destination: 'here', backup, name };
      const killed = await untilStep({ lab, mover, step, operation: restoreOperation, given }, (_, kill) => kill());
      assert.equal(killed.phase, 'running');
      const record = await takeUp({ lab, mover, operation: restoreOperation, direction }, killed);
      const { here } = lab.practice;
      if (direction === 'forward') {
        assert.equal(record.phase, 'done', JSON.stringify(record));
        assert.equal(await lab.ask(ROOTS, `${name}-0`), 'localhost');
        assert.equal(await lab.ask(MARIADB.proof, `${name}-0`), await lab.ask(MARIADB.proof));
        await here(['delete', 'statefulset', name, '--wait=false']);
      } else {
        assert.ok(['rolled-back', 'failed'].includes(record.phase), JSON.stringify(record));
        const kinds = 'statefulsets,services,jobs,pods,persistentvolumeclaims';
        const left = await here(['get', kinds, `--selector=plinth.dev/operation=${record.id}`, '--output=name']);
        assert.equal(left.trim(), '');
      }
    });
});
