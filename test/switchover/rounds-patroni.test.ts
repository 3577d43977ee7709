import assert from 'node:assert/strict';
import { switchoverOperation } from '../../core/operations/switchover/switchover.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { RestartLab } from '../restart/lab.ts';
import { SteadyWriter } from '../restart/steady-writer.ts';
import { witness, type Witness } from '../topologies/witness.ts';
import { longestGap, twoWriters } from '../topologies/writers.ts';
import { describeRounds } from './rounds.ts';

describeRounds('patroni');

/** Turns of each kind, one after the other. */
const TURNS = Number(process.env['PLINTH_ROUNDS'] ?? 3);

/** Milliseconds between two looks at each member. */
const EVERY = 20;

type By = 'Plinth' | 'patronictl';

interface Turn {
  readonly by: By;
  readonly from: number;
  readonly to: number;
}

describeOnCluster('switchovers of a Patroni by Plinth and by patronictl, side by side', function () {
  this.timeout(`${String(6 + 2 * TURNS)}m`);
  let lab: RestartLab;
  let watch: Witness;
  let writer: SteadyWriter;

  before(async () => {
    lab = await RestartLab.open('patroni', 'beside-patroni');
    watch = await witness(lab.practice, lab.database, { every: EVERY });
    await watch.run(`query ${lab.database.readWrite} "${lab.database.prepare ?? ''}"`);
    writer = await SteadyWriter.beside(lab.practice, lab.database);
  });
  after(() => lab.close());

  it('lose no row, and never let two members accept writes; how long writes are away is told of both', async () => {
    const turns: Turn[] = [];
    await writer.start();
    for (let turn = 0; turn < TURNS; turn++) {
      turns.push(await timed('Plinth', await byPlinth()));
      turns.push(await timed('patronictl', await byPatronictl()));
    }
    const { ids, times } = await writer.stop();
    const list = await watch.run(`query ${lab.database.readWrite} "${lab.database.list}"`);
    const kept = new Set(list.split('\n').map(Number));
    const at = (index: number): number => times[index] ?? NaN;
    for (const by of ['Plinth', 'patronictl'] as const) {
      const spans = turns.filter((one) => one.by === by);
      const near = ({ from, to }: Turn, index: number): boolean => at(index) > from - 2_000 && at(index) < to + 2_000;
      const gaps = spans
        .map((span) => longestGap(times.filter((_, index) => near(span, index))))
        .sort((a, b) => a - b)
        .map((gap) => (gap / 1_000).toFixed(2));
      const lost = ids.filter((id, index) => spans.some((span) => near(span, index)) && !kept.has(id));
      console.log(
        `      by ${by}: gap p50 ${gaps[Math.floor((gaps.length - 1) / 2)] ?? '?'} s, longest ${gaps.at(-1) ?? '?'} s (${gaps.join(', ')}); ${String(lost.length)} lost`,
      );
      assert.deepEqual(lost, [], by);
    }
    console.log(`      ${String(ids.length)} acknowledged, ${String(ids.filter((id) => !kept.has(id)).length)} lost`);
    assert.deepEqual(twoWriters(await watch.samples()), []);
  });

  /** Each is planned first, while rows are written: planning takes nothing away. */
  async function byPlinth(): Promise<() => Promise<void>> {
    const { plan, id } = await lab.plan({}, switchoverOperation);
    assert.deepEqual(plan.refusals, []);
    return async () => {
      const record = await lab.run(plan, id);
      assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
    };
  }

  async function byPatronictl(): Promise<() => Promise<void>> {
    const { members } = await lab.live();
    const leader = members.find(({ role }) => role === 'primary')?.pod.name ?? '';
    const candidate = members.find(({ role }) => role === 'replica')?.pod.name ?? '';
    const { name, container } = lab.database;
    const command = `patronictl --config-file /etc/patroni/patroni.yml switchover --master ${leader} --candidate ${candidate} --force ${name}`;
    return async () => {
      const said = await lab.practice.here(['exec', leader, `--container=${container}`, '--', 'sh', '-c', command]);
      assert.match(said, /Successfully switched over|status unknown/u);
      const now = (await lab.live()).members.find(({ role }) => role === 'primary')?.pod.name;
      assert.equal(now, candidate, said);
    };
  }

  async function timed(by: By, run: () => Promise<void>): Promise<Turn> {
    await writer.more(100);
    const from = Date.now();
    await run();
    const to = Date.now();
    await writer.more(100);
    return { by, from, to };
  }
});
