// A restore in place of a set with three members: a file for each engine calls it, so that they run side by side.
import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import { KEPT_UNTIL, REPLACED_BY } from '../../core/operations/in-place/kept-step.ts';
import type { SetStanding } from '../../core/operations/in-place/members/set-standing.ts';
import { restoreOperation } from '../../core/operations/restore/restore.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import type { JournalRecord } from '../../core/runner/index.ts';
import type { ServerKind } from '../backup-operations/kinds.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { realMover } from '../backup-operations/real-mover.ts';
import { inTopology } from '../backup-operations/topology.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { dyingBefore } from './dying.ts';
import { begin, endpointsOf, notesOf, takeUp, writeRows } from './seen.ts';
import { goBack } from './back-by-hand.ts';
import { volumesByClaim, policyOf, releaseVolumes } from './volumes.ts';

const DAY = 86_400_000;

/** What is peculiar to a topology. */
export interface ManyPlace {
  readonly folder: string;
  readonly kind: ServerKind;
  /** The label that its NetworkPolicy lets in. */
  readonly client: string;
}

/** Tests a restore in place of a topology with three members. */
export function describeMany({ folder, kind: server, client }: ManyPlace): void {
  describeOnCluster(`a restore in place of the topology ${folder}, which has three members`, function () {
    this.timeout('10m');
    let lab: BackupLab;
    let mover: string;
    let set: string;
    let backup: string;
    let proof: string;
    let old: Readonly<Record<string, string>>;
    let last: { readonly id: string; readonly standing: SetStanding } | undefined;
    const parameters = () => ({ into: 'place', destination: 'here', backup, podLabels: { [client]: 'true' } });

    before(async () => {
      mover = await realMover();
      const { kind, objects } = inTopology(folder, server);
      lab = await BackupLab.open(`many-${folder}`, kind, () => objects);
      set = lab.workload;
      await streaming();
      proof = await lab.ask(server.proof);
      const made = await lab.run(backupOperation, { destination: 'here', podLabels: { [client]: 'true' } }, mover);
      assert.equal(made.phase, 'done', JSON.stringify(made));
      ({ id: backup } = made.facts['manifest'] as unknown as Manifest);
      await writeRows(lab, [1, 2, 3]);
      await streaming();
      old = await volumesByClaim(lab, set);
    });
    after(async () => {
      await releaseVolumes(lab);
      await lab.close();
    });

    /** Three members of which one leads and two stream from it. */
    const streaming = (): Promise<LiveDatabase> =>
      until('three members that stream', { seconds: 240, advice: 'Look at the members.', every: 1_000 }, async () => {
        await lab.inventory.refresh();
        const found = [...lab.inventory.databases.values()].find(({ name }) => name === set);
        const replicas = found?.members.filter(({ role, streaming: does }) => role === 'replica' && does === true);
        return found?.health === 'healthy' && replicas?.length === 2 ? found : undefined;
      });
    const told = (record: JournalRecord): void => {
      const steps = record.steps.map(
        ({ id, started = 0, ended = started }) => `${id} ${((ended - started) / 1_000).toFixed(1)}`,
      );
      console.log(`      ${record.phase}: ${JSON.stringify(record.measured)}; seconds: ${steps.join(', ')}`);
    };

    it('is taken back to the old volumes and the old rows, up to the very opening of the door', async () => {
      const { plan, id } = await lab.plan(restoreOperation, parameters(), mover);
      assert.deepEqual(plan.refusals, []);
      const dying = dyingBefore(plan, 'open');
      await begin(lab, dying.plan, id, dying.connection(lab.connection)).catch(() => undefined);
      const half = await volumesByClaim(lab, set);
      assert.notEqual(half[`data-${set}-0`], old[`data-${set}-0`], 'the restored volume was taken');
      const record = await takeUp(lab, restoreOperation, { id, mover, direction: 'back' });
      told(record);
      assert.equal(record.phase, 'rolled-back', JSON.stringify(record));
      assert.deepEqual(await volumesByClaim(lab, set), old);
      for (const volume of Object.values(old)) assert.equal(await policyOf(lab, volume), 'Delete');
      const { members } = await streaming();
      const leader = members.find(({ writable }) => writable === true)?.pod.name ?? '';
      assert.equal(await lab.ask(server.proof, leader), proof);
      assert.equal((await lab.written(leader)).count, 3, 'what was written after the backup is there again');
    });

    it('gives every member what the backup holds; the old volumes stay, and are named in the record', async () => {
      lab.primary = (await streaming()).members.find(({ writable }) => writable === true)?.pod.name ?? lab.primary;
      const { plan, id } = await lab.plan(restoreOperation, parameters(), mover);
      assert.deepEqual(plan.refusals, []);
      assert.equal(plan.danger, 'typed');
      const record = await begin(lab, plan, id);
      told(record);
      assert.equal(record.phase, 'done', JSON.stringify(record));

      const { members, services } = await streaming();
      const leads = services.find(({ purpose }) => purpose === 'write')?.service.name ?? '';
      assert.deepEqual(await endpointsOf(lab, leads), [`${set}-0`]);
      for (const { pod } of members) {
        assert.equal(await lab.ask(server.proof, pod.name), proof, pod.name);
        assert.equal((await lab.written(pod.name)).count, 0, `${pod.name} has what was written after the backup`);
      }

      const after = await volumesByClaim(lab, set);
      const standing = record.facts['setStanding'] as unknown as SetStanding;
      const named = Object.fromEntries(standing.volumes.map(({ claim, volume }) => [claim.name, volume]));
      assert.deepEqual(named, old);
      for (const [claim, volume] of Object.entries(old)) {
        assert.notEqual(after[claim], volume);
        const kept = `${claim}-before-${id}`;
        assert.equal(after[kept], volume);
        assert.equal(await policyOf(lab, volume), 'Retain');
        const notes = await notesOf(lab, 'pvc', kept);
        assert.equal(notes[REPLACED_BY], claim);
        assert.ok(Date.parse(notes[KEPT_UNTIL] ?? '') > Date.now() + 6.9 * DAY);
      }
      const left = await lab.practice.here(['get', 'statefulset,service,pvc,secret', '--output=name']);
      assert.ok(!left.includes(`${set}-${id}`), `of the restored server something is left: ${left}`);
      assert.match(JSON.stringify(record.facts['canary']), /written and read/u);
      assert.ok((record.measured?.['writesAwaySeconds'] ?? Infinity) < 120, JSON.stringify(record.measured));
      last = { id, standing };
    });

    it('can be taken back by hand later on, as docs/backups.md says', async () => {
      assert.ok(last);
      const { id, standing } = last;
      await goBack(lab, set, id, standing);
      const { members } = await streaming();
      assert.deepEqual(await volumesByClaim(lab, set), old);
      for (const { pod } of members) {
        assert.equal(await lab.ask(server.proof, pod.name), proof, pod.name);
        assert.equal((await lab.written(pod.name)).count, 3, 'what was written after the backup is there again');
      }
    });
  });
}
