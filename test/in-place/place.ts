// A restore in place of one kind of server: a file for each engine calls it, so that they run side by side.
import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import { KEPT_UNTIL, REPLACED_BY } from '../../core/operations/in-place/kept-step.ts';
import { restoreOperation } from '../../core/operations/restore/restore.ts';
import type { ServerKind } from '../backup-operations/kinds.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { realMover } from '../backup-operations/real-mover.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { begin, claimUids, endpointsOf, notesOf, replicasOf, throughService, writeRows } from './seen.ts';

const DAY = 86_400_000;

/** Tests a restore in place of a server, from a backup by the method. */
export function describePlace(name: string, kind: ServerKind, method: 'logical' | 'physical'): void {
  describeOnCluster(`a restore in place of ${name}`, function () {
    this.timeout('6m');
    let lab: BackupLab;
    let mover: string;

    before(async () => {
      mover = await realMover();
      lab = await BackupLab.open(`place-${name}`, kind);
    });
    after(() => lab.close());

    it('turns the Services to what the backup holds; the old set stays with its claims', async () => {
      const proof = await lab.ask(kind.proof);
      const made = await lab.run(backupOperation, { destination: 'here', method }, mover);
      assert.equal(made.phase, 'done', JSON.stringify(made));
      const { id: backup } = made.facts['manifest'] as unknown as Manifest;
      await writeRows(lab, [1, 2, 3]);
      const claims = await claimUids(lab, 'orders');

      const parameters = { into: 'place', destination: 'here', backup, method };
      const { plan, id } = await lab.plan(restoreOperation, parameters, mover);
      assert.deepEqual(plan.refusals, []);
      assert.equal(plan.danger, 'typed');
      assert.ok((plan.rpo.seconds ?? 0) > 0 && plan.rpo.from.includes('not in the new set'), JSON.stringify(plan.rpo));
      const record = await begin(lab, plan, id);
      assert.equal(record.phase, 'done', JSON.stringify(record));

      const pod = `orders-${id}-0`;
      assert.deepEqual(await endpointsOf(lab, 'orders'), [pod]);
      assert.equal(await lab.ask(kind.proof, pod), proof);
      assert.equal((await lab.written(pod)).count, 0, 'what was written after the backup is not in the new set');
      assert.equal(await throughService(lab, pod, kind.proof), proof, 'and so says whoever asks through the Service');
      assert.match(
        JSON.stringify(record.facts['loss']),
        /Written since the backup.*(rows|keys): 2000 in the backup, 2003 in the old set/u,
      );
      const { writesAwaySeconds: away = NaN, lostSeconds = NaN } = record.measured ?? {};
      assert.ok(away > 0 && away < 60 && lostSeconds > 0, JSON.stringify(record.measured));

      assert.match(JSON.stringify(record.facts['canary']), /written and read/u);
      assert.equal(await replicasOf(lab, 'orders'), 0);
      assert.deepEqual(await claimUids(lab, 'orders'), claims);
      for (const [of, object] of [
        ['statefulset', 'orders'],
        ['pvc', 'data-orders-0'],
      ] as const) {
        const notes = await notesOf(lab, of, object);
        assert.equal(notes[REPLACED_BY], `orders-${id}`);
        assert.ok(Date.parse(notes[KEPT_UNTIL] ?? '') > Date.now() + 6.9 * DAY);
      }
    });
  });
}
