// A backup and a restore test whose runner died, and whose database is down by then: they are taken back by their records.
import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import { planTakeUp } from '../../core/operations/way-back/take-up-plan.ts';
import { checkRights, resumeOperation, type JournalRecord, type Parameters } from '../../core/runner/index.ts';
import { dumpEngineOf } from '../../engines/dumps.ts';
import { untilStep, type Make } from '../backup-operations/dying-runner.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { realMover } from '../backup-operations/real-mover.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';

const KINDS = 'statefulsets,services,jobs,pods,persistentvolumeclaims,secrets';

describeOnCluster('an operation on backups whose database is down', function () {
  this.timeout('5m');
  let lab: BackupLab;
  let mover: string;
  let sound: string;

  before(async () => {
    mover = await realMover();
    lab = await BackupLab.open('way-back');
    const made = await lab.run(backupOperation, { destination: 'here' }, mover);
    assert.equal(made.phase, 'done', JSON.stringify(made));
    sound = (made.facts['manifest'] as unknown as Manifest).id;
  });
  after(() => lab.close());

  const made = (id: string): Promise<string> =>
    lab.practice.here(['get', KINDS, `--selector=plinth.dev/operation=${id}`, '--output=name']);

  /** Scales the database, and waits until the inventory sees it so. */
  function scaled(replicas: number): Promise<LiveDatabase> {
    const seen = until('the scaled database', { seconds: 90, advice: 'Look at it.', every: 500 }, () => {
      const found = [...lab.inventory.databases.values()].find(({ name }) => name === lab.workload);
      const isThere = found?.members.filter(({ ready }) => ready).length === replicas;
      return Promise.resolve(isThere && found.members.length === replicas ? found : undefined);
    });
    return lab.practice.here(['scale', 'statefulset', lab.workload, `--replicas=${String(replicas)}`]).then(() => seen);
  }

  for (const [what, operation, given, step] of [
    ['backup', backupOperation, () => ({ destination: 'here' }), 'dump'],
    ['restore test', verifyBackupOperation, () => ({ destination: 'here', backup: sound }), 'load'],
  ] as const satisfies readonly (readonly [string, Make, () => Parameters, string])[])
    it(`is taken back, and leaves nothing: ${what}`, async () => {
      const killed = await untilStep({ lab, mover, step, operation, given: given() }, (_, kill) => {
        kill();
      });
      const { id, facts } = killed;
      assert.notEqual((await made(id)).trim(), '', 'it had made nothing yet');
      const database = await scaled(0);
      const { connection, namespace } = lab;
      const situation = { connection, database, now: Date.now, id, facts };
      const its = operation({ mover: () => Promise.resolve({ text: mover }), dumpEngineOf, tool: 'plinth test' });
      const record: JournalRecord = killed;
      const plan = await planTakeUp(its, situation, record, 'back');
      // A restore test does not ask the database: it can be planned all the same.
      assert.equal(plan.steps.at(-1)?.id === 'made', what === 'backup');
      assert.deepEqual(await checkRights(connection, plan, namespace), []);
      const ended = await resumeOperation({ connection, plan, record, direction: 'back', holder: 'test-back' });
      assert.equal(ended.phase, 'rolled-back', JSON.stringify(ended));
      assert.equal((await made(id)).trim(), '');
      await scaled(1);
    });
});
