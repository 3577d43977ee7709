// A standby of a sound database goes and one comes, while it is written to: a file for each engine calls it, so that they run side by side.
import assert from 'node:assert/strict';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { addStandbyOperation } from '../../core/operations/add-standby/add-standby.ts';
import { removeStandbyOperation } from '../../core/operations/remove-standby/remove-standby.ts';
import { switchoverOperation } from '../../core/operations/switchover/switchover.ts';
import type { Operation, Parameters, Plan } from '../../core/runner/plan.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { RestartLab } from '../restart/lab.ts';
import { SteadyWriter } from '../restart/steady-writer.ts';
import { longestGap, twoWriters } from '../topologies/writers.ts';
import { witness, type Witness } from '../topologies/witness.ts';

/** Tests it on a sound database of examples/topologies. */
export function describeComesAndGoes(folder: string): void {
  describeOnCluster(`a standby of a sound ${folder} that is written to`, function () {
    this.timeout('10m');
    // Each goes on where the one before ended: a claim is removed only when its member is gone.
    this.bail(true);
    let lab: RestartLab;
    let watch: Witness;
    let writer: SteadyWriter;
    let number = 0;

    before(async () => {
      lab = await RestartLab.open(folder, `standby-${folder}`);
      watch = await witness(lab.practice, lab.database);
      if (lab.database.prepare !== undefined)
        await watch.run(`query ${lab.database.readWrite} "${lab.database.prepare}"`);
      writer = await SteadyWriter.beside(lab.practice, lab.database);
      await writer.start();
    });
    after(() => lab.close());

    /** As the inventory sees it, once so many members are known. */
    const live = (members: number): Promise<LiveDatabase> =>
      until(`${String(members)} members`, { seconds: 120, advice: 'Look at the inventory.', every: 500 }, async () => {
        await lab.inventory.refresh();
        const found = [...lab.inventory.databases.values()].find(({ name }) => name === lab.database.name);
        const known = found?.members.filter(({ role, ready }) => ready && (role === 'primary' || role === 'replica'));
        return found?.members.length === members && known?.length === members ? found : undefined;
      });

    async function planned(
      operation: Operation,
      members: number,
      parameters: Parameters = {},
    ): Promise<{ readonly plan: Plan; readonly id: string }> {
      const id = `standby${String(number++)}`;
      const situation = { connection: lab.connection, database: await live(members), now: Date.now, id, facts: {} };
      return { plan: await operation.plan(situation, parameters), id };
    }

    async function run(operation: Operation, members: number, parameters: Parameters = {}): Promise<void> {
      const { plan, id } = await planned(operation, members, parameters);
      assert.deepEqual(plan.refusals, []);
      const from = Date.now();
      const record = await lab.run(plan, id);
      assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
      console.log(`      ${operation.id}: ${((Date.now() - from) / 1_000).toFixed(1)} s`);
    }

    /** Names of all claims. */
    const claims = (): Promise<string> =>
      lab.practice.here(['get', 'pvc', '--output=jsonpath={.items[*].metadata.name}']);

    it('goes, and its claim stays; the next one is not let onto it', async () => {
      const { members } = await live(3);
      const first = `${lab.database.name}-0`;
      // Who comes up first leads, and the last member may be that one.
      if (members.some(({ pod, role }) => role === 'primary' && pod.name === `${lab.database.name}-2`))
        await run(switchoverOperation, 3, { to: first });
      await run(removeStandbyOperation, 3);
      assert.equal((await live(2)).members.length, 2);
      assert.ok(
        (await claims()).split(' ').some((name) => name.endsWith(`${lab.database.name}-2`)),
        'its claim is gone',
      );
      const { plan } = await planned(addStandbyOperation, 2);
      assert.match(plan.refusals.map(({ evidence }) => evidence).join(), /-2, made at /u);
    });

    it('comes once its old claim is gone, and follows', async () => {
      const left = (await claims()).split(' ').filter((name) => name.endsWith(`${lab.database.name}-2`));
      const { here, kubectl } = lab.practice;
      for (const name of left) {
        const volume = await here(['get', 'pvc', name, '--output=jsonpath={.spec.volumeName}']);
        await kubectl(['patch', 'pv', volume, '--patch={"spec":{"persistentVolumeReclaimPolicy":"Delete"}}']);
        await here(['delete', 'pvc', name]);
      }
      await run(addStandbyOperation, 2);
      const { members } = await live(3);
      assert.equal(members.filter(({ role, streaming }) => role === 'replica' && streaming === true).length, 2);
    });

    it('lost no row that was acknowledged, and kept one writer', async () => {
      await writer.more(100);
      const { ids, times } = await writer.stop();
      const kept = new Set(
        (await watch.run(`query ${lab.database.readWrite} "${lab.database.list}"`)).split('\n').map(Number),
      );
      const lost = ids.filter((one) => !kept.has(one));
      const gap = longestGap(times) / 1_000;
      const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000;
      console.log(
        `      ${String(ids.length)} acknowledged (${(ids.length / seconds).toFixed(0)} a second), ${String(lost.length)} lost, longest gap ${gap.toFixed(2)} s`,
      );
      assert.deepEqual(lost, []);
      assert.deepEqual(twoWriters(await watch.samples()), []);
      assert.ok(ids.length > 200);
    });
  });
}
