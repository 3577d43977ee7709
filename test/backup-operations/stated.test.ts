// How long a restore takes, against what its plan said: a long trial, for it makes many.
import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import { restoreOperation } from '../../core/operations/restore/restore.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import { runPlan } from '../../core/runner/index.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { MARIADB, MYSQL, POSTGRESQL, redisWith, type ServerKind } from './kinds.ts';
import { BackupLab } from './lab.ts';
import { realMover } from './real-mover.ts';

const KINDS: readonly (readonly [string, ServerKind, 'logical' | 'physical'])[] = [
  ['postgresql', POSTGRESQL, 'logical'],
  ['mysql', MYSQL, 'logical'],
  ['mariadb', MARIADB, 'logical'],
  ['redis', redisWith('no'), 'physical'],
];
const ROUNDS = 5;

/** A stated time is right within this factor, in this share of restores. */
const FACTOR = 2;
const SHARE = 0.9;

if (process.env['PLINTH_SOAK'] === '1')
  describeOnCluster('the time that a plan to restore states', function () {
    this.timeout('30m');
    const ratios: number[] = [];

    for (const [name, kind, method] of KINDS)
      it(`of ${name} is known from its restore test`, async () => {
        const mover = await realMover();
        const lab = await BackupLab.open(`stated-${name}`, kind);
        try {
          const made = await lab.run(backupOperation, { destination: 'here', method }, mover);
          const { id: backup } = made.facts['manifest'] as unknown as Manifest;
          const given = { destination: 'here', backup, method };
          const tested = await lab.run(verifyBackupOperation, given, mover);
          assert.equal(tested.phase, 'done', JSON.stringify(tested));
          for (let round = 1; round <= ROUNDS; round++) {
            const { plan, id } = await lab.plan(restoreOperation, { ...given, name: `again-${String(round)}` }, mover);
            const stated = plan.rto.seconds ?? assert.fail(`nothing is stated: ${plan.rto.from}`);
            const record = await runPlan({ connection: lab.connection, plan, id, holder: `test-${id}`, by: 'test' });
            assert.equal(record.phase, 'done', JSON.stringify(record));
            const took = record.measured?.['seconds'] ?? assert.fail(JSON.stringify(record.measured));
            ratios.push(took / stated);
            console.log(`      ${name}: stated ${stated.toFixed(1)} s, took ${took.toFixed(1)} s`);
            await lab.practice.here(['delete', 'statefulset', `again-${String(round)}`]);
          }
        } finally {
          await lab.close();
        }
      });

    it(`holds within × ${String(FACTOR)} in ${String(SHARE * 100)} of 100 restores`, () => {
      const within = ratios.filter((ratio) => ratio <= FACTOR && ratio >= 1 / FACTOR);
      assert.ok(ratios.length === KINDS.length * ROUNDS, `${String(ratios.length)} restores`);
      assert.ok(within.length >= SHARE * ratios.length, ratios.map((ratio) => ratio.toFixed(2)).join(' '));
    });
  });
