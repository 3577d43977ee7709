// Switchovers of a sound database that is written to, one after the other: a file for each engine calls them, so that they run side by side.
import assert from 'node:assert/strict';
import { switchoverOperation } from '../../core/operations/switchover/switchover.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { RestartLab } from '../restart/lab.ts';
import { SteadyWriter } from '../restart/steady-writer.ts';
import { longestGap, twoWriters } from '../topologies/writers.ts';
import { witness, type Witness } from '../topologies/witness.ts';

/** Times that the role is handed over. */
const ROUNDS = Number(process.env['PLINTH_ROUNDS'] ?? (process.env['PLINTH_SOAK'] === '1' ? 300 : 20));

/** Milliseconds between two looks at each member. */
const EVERY = 20;

/** Rows a second that the writer must come to, gaps left out. */
const RATE = 50;

/** Half of them are at most as large. */
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? NaN;

/** Tests that a sound database of examples/topologies keeps every row while its members change roles, and never has two primaries. */
export function describeRounds(folder: string): void {
  describeOnCluster(`switchovers of a sound ${folder} that is written to`, function () {
    this.timeout(`${String(6 + ROUNDS)}m`);
    let lab: RestartLab;
    let watch: Witness;
    let writer: SteadyWriter;

    before(async () => {
      lab = await RestartLab.open(folder, `turns-${folder}`);
      watch = await witness(lab.practice, lab.database, { every: EVERY });
      if (lab.database.prepare !== undefined)
        await watch.run(`query ${lab.database.readWrite} "${lab.database.prepare}"`);
      writer = await SteadyWriter.beside(lab.practice, lab.database);
    });
    after(() => lab.close());

    it(`lose no row in ${String(ROUNDS)} turns, and never let two members accept writes`, async () => {
      const spans: (readonly [number, number])[] = [];
      await writer.start();
      for (let round = 0; round < ROUNDS; round++) {
        await writer.more(100);
        const { plan, id } = await lab.plan({}, switchoverOperation);
        assert.deepEqual(plan.refusals, []);
        const from = Date.now();
        const record = await lab.run(plan, id);
        assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
        spans.push([from, Date.now()]);
        if (process.env['PLINTH_TELL'] === '1') {
          const steps = record.steps.map(
            ({ id: step, started = 0, ended = started }) =>
              `${step} ${String(started - record.started)} to ${String(ended - record.started)}`,
          );
          console.log(`      ${plan.title}: ${JSON.stringify(record.measured)}; milliseconds: ${steps.join(', ')}`);
        }
      }
      await writer.more(100);
      const { ids, times } = await writer.stop();
      const kept = new Set(
        (await watch.run(`query ${lab.database.readWrite} "${lab.database.list}"`)).split('\n').map(Number),
      );
      const lost = ids.filter((one) => !kept.has(one));
      const gaps = spans.map(([from, to]) =>
        longestGap(times.filter((time) => time > from - 2_000 && time < to + 2_000)),
      );
      const writing = ((times.at(-1) ?? 0) - (times[0] ?? 0) - gaps.reduce((sum, gap) => sum + gap, 0)) / 1_000;
      const words = gaps.map((gap) => (gap / 1_000).toFixed(1)).join(', ');
      console.log(
        `      ${folder}: ${String(ids.length)} acknowledged (${(ids.length / writing).toFixed(0)} a second), ${String(lost.length)} lost; ` +
          `gap p50 ${(median(gaps) / 1_000).toFixed(2)} s, longest ${(Math.max(...gaps) / 1_000).toFixed(2)} s (${words})`,
      );
      assert.deepEqual(lost, []);
      assert.deepEqual(twoWriters(await watch.samples()), []);
      assert.ok(ids.length / writing >= RATE, `${(ids.length / writing).toFixed(0)} rows a second`);
    });
  });
}
