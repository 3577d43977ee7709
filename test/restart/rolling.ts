// The restart of a sound database that is written to: a file for each engine calls it, so that they run side by side.
import assert from 'node:assert/strict';
import { describeOnCluster } from '../cluster/practice.ts';
import { longestGap, twoWriters } from '../topologies/writers.ts';
import { witness, type Witness } from '../topologies/witness.ts';
import { RestartLab } from './lab.ts';
import { SteadyWriter } from './steady-writer.ts';

/** Tests that a sound database of examples/topologies keeps every row while it is restarted. */
export function describeRolling(folder: string): void {
  describeOnCluster(`the restart of a sound ${folder} that is written to`, function () {
    this.timeout('8m');
    let lab: RestartLab;
    let watch: Witness;
    let writer: SteadyWriter;

    before(async () => {
      lab = await RestartLab.open(folder);
      watch = await witness(lab.practice, lab.database);
      if (lab.database.prepare !== undefined)
        await watch.run(`query ${lab.database.readWrite} "${lab.database.prepare}"`);
      writer = await SteadyWriter.beside(lab.practice, lab.database);
    });
    after(() => lab.close());

    it('replaces every pod, one after the other, and loses no row that was acknowledged', async () => {
      const before = await lab.pods();
      const { plan, id } = await lab.plan();
      assert.deepEqual(plan.refusals, []);
      await writer.start();
      const from = Date.now();
      const record = await lab.run(plan, id);
      const took = (Date.now() - from) / 1_000;
      assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
      await writer.more(100);
      const { ids, times } = await writer.stop();
      const kept = new Set(
        (await watch.run(`query ${lab.database.readWrite} "${lab.database.list}"`)).split('\n').map(Number),
      );
      const lost = ids.filter((one) => !kept.has(one));
      const gap = longestGap(times) / 1_000;
      const rate = ids.length / (((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000 - gap);
      const after = await lab.pods();
      console.log(
        `      ${folder}: ${String(ids.length)} acknowledged (${rate.toFixed(0)} a second), ${String(lost.length)} lost, gap ${gap.toFixed(1)} s, ` +
          `said ${String(record.measured?.['writesAwaySeconds'])} s, whole ${took.toFixed(1)} s`,
      );
      const spans = record.steps.map(
        ({ id, started = 0, ended = started }) => `${id} ${((ended - started) / 1_000).toFixed(1)}`,
      );
      console.log(`      seconds: ${spans.join(', ')}`);
      assert.deepEqual(lost, []);
      assert.deepEqual(twoWriters(await watch.samples()), []);
      for (const [name, uid] of Object.entries(before)) assert.notEqual(after[name], uid, name);
      assert.ok(ids.length > 200);
    });
  });
}
