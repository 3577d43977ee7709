import assert from 'node:assert/strict';
import { AWAY_FROM, MEASURED } from '../../../procedures/door/away.ts';
import type { Hand } from '../../../runner/hand.ts';
import { leadsStep } from './leads-step.ts';

/** A hand over a Service that leads to the first of these pods, and at each later look to the next. */
function handOver(pods: string[], facts: Record<string, unknown>): Hand {
  let now = 5_000;
  return {
    facts,
    signal: new AbortController().signal,
    now: () => now,
    sleep: (milliseconds: number) => {
      now += milliseconds;
      return Promise.resolve();
    },
    tell: () => undefined,
    keep: (key: string, value: unknown) => {
      facts[key] = value;
      return Promise.resolve();
    },
    see: {
      list: () => {
        const name = pods.length > 1 ? pods.shift() : pods[0];
        const endpoints = name === undefined ? [] : [{ targetRef: { name } }];
        return (async function* () {
          yield await Promise.resolve({ items: [{ metadata: { name: 'orders-abc' }, endpoints }] });
        })();
      },
    },
  } as unknown as Hand;
}

describe('the Services that somebody else turns', () => {
  it('are waited for, and then it is measured how long writes were away', async () => {
    const facts: Record<string, unknown> = { [AWAY_FROM]: 3_000 };
    const hand = handOver(['orders-0', 'orders-0', 'orders-1'], facts);
    const step = leadsStep({ namespace: 'shop', services: ['orders'] }, 'orders-1');
    assert.deepEqual(await step.observe(hand), { state: 'todo', evidence: 'orders leads to orders-0.' });
    await step.act(hand);
    assert.equal(facts[MEASURED], 2.2);
    assert.deepEqual(await step.observe(hand), { state: 'done', evidence: 'orders leads to orders-1.' });
  });

  it('are not passed over before that is measured, where they were turned at once', async () => {
    const facts: Record<string, unknown> = { [AWAY_FROM]: 3_000 };
    const hand = handOver(['orders-1'], facts);
    const step = leadsStep({ namespace: 'shop', services: ['orders'] }, 'orders-1');
    assert.equal((await step.observe(hand)).state, 'partial');
    await step.act(hand);
    assert.deepEqual([facts[MEASURED], (await step.observe(hand)).state], [2, 'done']);
  });

  it('are none where there is no write Service: only the time is noted', async () => {
    const facts: Record<string, unknown> = { [AWAY_FROM]: 3_000 };
    const hand = handOver([], facts);
    const step = leadsStep({ namespace: 'shop', services: [] }, 'orders-1');
    assert.equal((await step.observe(hand)).state, 'partial');
    await step.act(hand);
    assert.deepEqual([facts[MEASURED], (await step.observe(hand)).state], [2, 'done']);
  });
});
