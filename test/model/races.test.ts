import assert from 'node:assert/strict';
import { OperationRefused, resumeOperation, runPlan, type JournalRecord, type Plan } from '../../core/runner/index.ts';
import { chance, killAt } from './fake/index.ts';
import { toyPlan } from './toy-plan.ts';
import { toyWorld, Writer } from './toy-world.ts';
import { assertConverged, recordOf } from './verdict.ts';

const SEEDS = process.env['PLINTH_SOAK'] === '1' ? 500 : 50;
const UP = 8_000;

/** The plan, with a count of how many runners are inside of any of its acts at once. */
function counted(): { plan: Plan; most: () => number } {
  const inside = new Map<string, number>();
  let most = 0;
  const planFor = (step: Plan['steps'][number]): Plan['steps'][number] => ({
    ...step,
    act: async (hand) => {
      const runner = `${hand.id}/${String(hand.epoch)}`;
      inside.set(runner, (inside.get(runner) ?? 0) + 1);
      most = Math.max(most, inside.size);
      try {
        await step.act(hand);
      } finally {
        inside.delete(runner);
      }
    },
  });
  return { plan: { ...toyPlan, steps: toyPlan.steps.map(planFor) }, most: () => most };
}

const succeeded = (outcomes: readonly PromiseSettledResult<JournalRecord>[]): JournalRecord[] =>
  outcomes.flatMap((outcome) => {
    if (outcome.status === 'fulfilled') return [outcome.value];
    assert.ok(outcome.reason instanceof OperationRefused, String(outcome.reason));
    return [];
  });

describe('two clients that race', function () {
  this.timeout(180_000);

  it(`for one operation never both execute it, ${String(SEEDS)} times`, async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const next = chance(seed);
      const world = toyWorld({ seed });
      const writer = new Writer(world);
      await world.time.pass(UP);
      const { plan, most } = counted();
      const one = async (name: string, id: string, wait: number): Promise<JournalRecord> => {
        const { connection, clock } = world.process({ name });
        await clock.sleep(wait);
        return runPlan({ connection, ...clock, plan, id, by: name, holder: name });
      };
      const runs = [one('anna', 'aaaa2222', next() * 300), one('ben', 'bbbb3333', next() * 300)];
      const records = succeeded(await world.time.during(Promise.allSettled(runs)));
      writer.stop();
      const [record] = records;
      assert.ok(
        records.length === 1 && record !== undefined,
        `seed ${String(seed)}: ${String(records.length)} executions`,
      );
      assert.equal(record.phase, 'done', `seed ${String(seed)}: ${record.reason ?? ''}`);
      assert.equal(most(), 1, `seed ${String(seed)}: two were at work at once`);
      await assertConverged(world, record.phase, writer);
    }
  });

  it(`to take up one operation never both execute it, ${String(SEEDS)} times`, async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const next = chance(seed);
      const world = toyWorld({ seed });
      const writer = new Writer(world);
      await world.time.pass(UP);
      const { plan, most } = counted();
      // After its journal is there, and before its end.
      const dying = world.process({ name: 'anna', faults: killAt(14 + Math.floor(next() * 30), 'after') });
      const begin = { connection: dying.connection, ...dying.clock, plan: toyPlan, by: 'anna', holder: 'anna' };
      await world.until(dying, runPlan({ ...begin, id: 'aaaa2222' }));
      const record = await recordOf(world);
      assert.ok(dying.killed.aborted && record !== undefined, `seed ${String(seed)}`);
      const one = async (name: string, wait: number): Promise<JournalRecord> => {
        const { connection, clock } = world.process({ name });
        await clock.sleep(wait);
        return resumeOperation({ connection, ...clock, plan, record, holder: name, direction: 'forward' });
      };
      const runs = [one('ben', next() * 300), one('cleo', next() * 300)];
      const records = succeeded(await world.time.during(Promise.allSettled(runs)));
      writer.stop();
      assert.equal(records.length, 1, `seed ${String(seed)}: ${String(records.length)} executions`);
      assert.equal(most(), 1, `seed ${String(seed)}: two were at work at once`);
      assert.equal(records[0]?.phase, 'done');
      await assertConverged(world, 'done', writer);
    }
  });
});
