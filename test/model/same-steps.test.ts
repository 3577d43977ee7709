// Whoever takes an operation up plans it anew. Its steps are those of its record then, wherever its runner died: a person is asked only where they are not.
import assert from 'node:assert/strict';
import { differingSteps, ENDED } from '../../core/runner/index.ts';
import { DATA_CASES } from './data/cases.ts';
import { CASES, type Case } from './engines/cases.ts';
import { begin, ID, recordOf } from './engines/kill.ts';
import { orders as ordersOf } from './engines/orders.ts';
import { killAt } from './fake/index.ts';

const EVERY = process.env['PLINTH_SOAK'] === '1' ? 1 : 5;
/** Before its Job is made a backup has no id yet: whoever takes it up makes one of the time then. */
const NEW_ID = /^«Wait until the backup \S+ is complete» is now «Wait until the backup \S+ is complete»\.$/u;

const all: Readonly<Record<string, Case>> = { ...CASES, ...DATA_CASES };

describe('an operation that is planned anew, when its runner was killed', function () {
  this.timeout(600_000);

  for (const [name, one] of Object.entries(all))
    it(`has the steps that it was begun with: ${name}`, async () => {
      let count = 0;
      for (let index = 20; ; index += EVERY) {
        const orders = await ordersOf(1 + index, one.options);
        await one.before(orders);
        const anna = orders.world.process({ name: 'anna', faults: killAt(index, 'after') });
        await begin(orders, one, anna);
        if (!anna.killed.aborted) {
          orders.server.stop();
          break;
        }
        await orders.world.time.pass(60_000);
        const record = await recordOf(orders);
        if (record !== undefined && !ENDED.includes(record.phase)) {
          const { steps, refusals } = await orders.plan(one.operation, ID, record.facts, record.parameters);
          assert.ok(steps.length > 0, JSON.stringify(refusals));
          const differing = differingSteps(record.steps, steps).filter((sentence) => !NEW_ID.test(sentence));
          assert.deepEqual(differing, [], `killed after request ${String(index)}`);
          count++;
        }
        orders.server.stop();
      }
      assert.ok(count > 5, `only ${String(count)} times`);
    });
});
