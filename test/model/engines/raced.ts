import assert from 'node:assert/strict';
import { OperationRefused, resumeOperation, runPlan, type JournalRecord } from '../../../core/runner/index.ts';
import type { Case } from './cases.ts';
import { assertConverged } from './honest.ts';
import { begin, ID, recordOf } from './kill.ts';
import { orders as ordersOf } from './orders.ts';
import { chance, killAt } from '../fake/index.ts';

const SEEDS = process.env['PLINTH_SOAK'] === '1' ? 500 : 50;

/** One of the cases, in turn. */
function caseOf(cases: readonly Case[], seed: number): Case {
  const one = cases[seed % cases.length];
  assert.ok(one);
  return one;
}

/** The record of the one that ran; the other was refused. */
function theOne(outcomes: readonly PromiseSettledResult<JournalRecord>[], seed: number): JournalRecord {
  const records = outcomes.flatMap((outcome) => {
    if (outcome.status === 'fulfilled') return [outcome.value];
    assert.ok(outcome.reason instanceof OperationRefused, `seed ${String(seed)}: ${String(outcome.reason)}`);
    return [];
  });
  const [record] = records;
  assert.ok(record !== undefined && records.length === 1, `seed ${String(seed)}: ${String(records.length)} executions`);
  assert.equal(record.phase, 'done', `seed ${String(seed)}: ${record.reason ?? ''}`);
  return record;
}

/** Says of these operations, in turn, that of two clients one executes. `what` they are called together. */
export function describeRaced(what: string, cases: readonly Case[]): void {
  describe(`two clients that race for ${what}`, function () {
    this.timeout(process.env['PLINTH_SOAK'] === '1' ? 3_600_000 : 180_000);

    it(`never both execute it, ${String(SEEDS)} times`, async () => {
      for (let seed = 1; seed <= SEEDS; seed++) {
        const next = chance(seed);
        const one = caseOf(cases, seed);
        const orders = await ordersOf(seed, one.options);
        const { world } = orders;
        await one.before(orders);
        const run = async (name: string, id: string, wait: number): Promise<JournalRecord> => {
          const { connection, clock } = world.process({ name });
          const plan = await one.operation.plan(
            { connection, database: orders.database(), now: clock.now, id, facts: {} },
            one.parameters ?? {},
          );
          await clock.sleep(wait);
          return runPlan({ connection, ...clock, plan, id, by: name, holder: name });
        };
        const runs = [run('anna', 'aaaa2222', next() * 300), run('ben', 'bbbb3333', next() * 300)];
        const record = theOne(await world.time.during(Promise.allSettled(runs)), seed);
        await assertConverged(orders, one, record);
        orders.server.stop();
      }
    });

    it(`to take it up never both execute it, ${String(SEEDS)} times`, async () => {
      for (let seed = 1; seed <= SEEDS; seed++) {
        const next = chance(seed);
        const one = caseOf(cases, seed);
        const orders = await ordersOf(seed, one.options);
        const { world } = orders;
        await one.before(orders);
        // After its journal is there, and before its end.
        const [first, last] = one.amidst ?? [40, 90];
        const dying = world.process({
          name: 'dying',
          faults: killAt(first + Math.floor(next() * (last - first)), 'after'),
        });
        await begin(orders, one, dying);
        const record = await recordOf(orders);
        assert.ok(dying.killed.aborted && record !== undefined, `seed ${String(seed)}`);
        const plan = await orders.plan(one.operation, ID, record.facts, record.parameters);
        const run = async (holder: string, wait: number): Promise<JournalRecord> => {
          const { connection, clock } = world.process({ name: holder });
          await clock.sleep(wait);
          return resumeOperation({ connection, ...clock, plan, record, holder, direction: 'forward' });
        };
        const runs = [run('ben', next() * 300), run('cleo', next() * 300)];
        await assertConverged(orders, one, theOne(await world.time.during(Promise.allSettled(runs)), seed));
        orders.server.stop();
      }
    });
  });
}
