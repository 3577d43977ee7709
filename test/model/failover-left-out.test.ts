import assert from 'node:assert/strict';
import type { Operation, Plan } from '../../core/runner/plan.ts';
import type { Step } from '../../core/runner/step.ts';
import type { Case } from './engines/cases.ts';
import { FAILOVER } from './engines/failing-over.ts';
import { assertConverged } from './engines/honest.ts';
import { begin, killed, recordOf } from './engines/kill.ts';
import { orders as ordersOf, type Orders } from './engines/orders.ts';

/** The failover with its steps changed: what the trial says of a product that is wrong. */
function changed(change: (step: Step) => readonly Step[], more: Partial<Case> = {}): Case {
  const { operation } = FAILOVER;
  const plan: Operation['plan'] = async (situation, given): Promise<Plan> => {
    const whole = await operation.plan(situation, given);
    return { ...whole, steps: whole.steps.flatMap(change) };
  };
  return { ...FAILOVER, ...more, operation: { ...operation, plan } };
}

const isFence = ({ id }: Step): boolean => id === 'fence-orders-0';

/** Neither looks before it acts, nor whether what it sees afterwards is safe. */
function unlooked(step: Step): Step {
  return {
    ...step,
    preconditions: () => Promise.resolve([]),
    observe: async (hand) => {
      const seen = await step.observe(hand);
      return seen.state === 'impossible' ? { ...seen, state: 'done' } : seen;
    },
  };
}

/** Runs it whole, with nobody killed, and judges it as the trial does. */
async function judged(one: Case): Promise<Orders> {
  const orders = await ordersOf(5, one.options);
  try {
    await one.before(orders);
    await begin(orders, one, orders.world.process({ name: 'anna' }));
    await assertConverged(orders, one, await recordOf(orders));
    return orders;
  } finally {
    orders.server.stop();
  }
}

/** The same, killed here and there. */
const KILLED_AT = [40, 50, 60];
async function failsKilled(one: Case): Promise<void> {
  for (const index of KILLED_AT) {
    const takeUps = [{ direction: 'forward' }] as const;
    await assert.rejects(killed(one, { seed: 1 + index, index, moment: 'after', takeUps }), String(index));
  }
}

describe('the trial of the failover', function () {
  this.timeout(60_000);

  it('passes it as it is', async () => {
    const { server } = await judged(FAILOVER);
    assert.equal(server.leader, 'orders-1');
    assert.ok(server.lost() > 0, 'nothing was to be lost: it says little');
  });

  it('sees two members accept writes, where the fence is left out, and all that asks for it', async () => {
    const none = changed((step) =>
      isFence(step) || step.id === 'read-loss' ? [] : step.id === 'promote' ? [unlooked(step)] : [step],
    );
    await assert.rejects(judged(none), /two members accepted writes/u);
    await failsKilled(none);
  });

  it('sees that it never ends well where the fence alone is left out: nothing is read, nobody is promoted', async () => {
    const none = changed((step) => (isFence(step) ? [] : [step]));
    await failsKilled(none);
    const { server, jobs } = await judged({ ...none, judge: () => undefined });
    assert.ok(server.leads('orders-0') && !server.leads('orders-1'));
    assert.deepEqual([server.twoWriters, jobs.trespassed], [[], []]);
  });

  it('sees more lost than was accepted, where the check before the promotion is left out', async () => {
    const parameters = { maxLoss: 0 };
    const none = changed((step) => (step.id === 'promote' ? [unlooked(step)] : [step]), { parameters });
    await assert.rejects(judged(none), /more is lost than was accepted/u);
    const { server } = await judged({ ...FAILOVER, parameters });
    assert.equal(server.leader, 'orders-0', 'it is taken back where more would be lost');
  });
});
