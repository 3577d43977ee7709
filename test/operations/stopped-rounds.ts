// Rounds of stop and start of a sound database that is written to: a file for each engine calls them, so that they run side by side.
import assert from 'node:assert/strict';
import { describeOnCluster } from '../cluster/practice.ts';
import { SteadyWriter } from '../restart/steady-writer.ts';
import { witness, type Witness } from '../topologies/witness.ts';
import { twoWriters } from '../topologies/writers.ts';
import { PowerLab } from './lab.ts';

/** Times that each engine is stopped and started: 100 in a soak. */
const ROUNDS = Number(process.env['PLINTH_ROUNDS'] ?? (process.env['PLINTH_SOAK'] === '1' ? 100 : 2));

/** Tests that a sound database of examples/topologies keeps every row over its stops and starts. */
export function describeRounds(folder: string): void {
  describeOnCluster(`a sound ${folder} that is written to`, function () {
    this.timeout(`${String(4 + ROUNDS)}m`);
    let lab: PowerLab;
    let watch: Witness;
    let writer: SteadyWriter;

    before(async () => {
      lab = await PowerLab.open(folder);
      // A stop waits until nobody writes under a pod's own name, as the samples of Redis do.
      watch = await witness(lab.practice, lab.database, { samples: folder !== 'redis' });
      if (lab.database.prepare !== undefined)
        await watch.run(`query ${lab.database.readWrite} "${lab.database.prepare}"`);
      writer = await SteadyWriter.beside(lab.practice, lab.database);
    });
    after(() => lab.close());

    it(`is stopped and started ${String(ROUNDS)} times, and has every row that was acknowledged`, async () => {
      const claims = await lab.claims();
      const told: string[] = [];
      await writer.start();
      for (let round = 0; round < ROUNDS; round++) {
        await writer.more(100);
        const stop = await lab.run('stop');
        assert.equal(stop.record.phase, 'done', JSON.stringify(stop.record, undefined, 1));
        const start = await lab.run('start');
        assert.equal(start.record.phase, 'done', JSON.stringify(start.record, undefined, 1));
        told.push(`${stop.seconds.toFixed(1)}/${start.seconds.toFixed(1)}`);
      }
      await writer.more(100);
      const { ids, times } = await writer.stop();
      const kept = new Set(
        (await watch.run(`query ${lab.database.readWrite} "${lab.database.list}"`)).split('\n').map(Number),
      );
      const lost = ids.filter((one) => !kept.has(one));
      const whole = times.filter((time, index) => time - (times[index - 1] ?? time) < 1_000).length;
      console.log(
        `      ${folder}: ${String(ids.length)} acknowledged, ${String(lost.length)} lost; stop/start in seconds: ${told.join(', ')}`,
      );
      assert.deepEqual(lost, []);
      assert.deepEqual(await lab.claims(), claims, 'the same claims');
      if (folder !== 'redis') assert.deepEqual(twoWriters(await watch.samples()), []);
      assert.ok(whole >= ROUNDS * 100, 'it was written to all the while');
      assert.equal((await lab.live('healthy')).members.length, 3);
    });
  });
}
