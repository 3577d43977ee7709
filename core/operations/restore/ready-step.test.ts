import assert from 'node:assert/strict';
import type { Hand } from '../../runner/hand.ts';
import { FAULT } from './fetched-step.ts';
import { readyStep } from './ready-step.ts';

/** A hand that sees the pod so, one look after the other. */
function handThatSees(...looks: readonly object[]): { readonly hand: Hand; readonly facts: Record<string, unknown> } {
  const facts: Record<string, unknown> = {};
  let look = 0;
  const hand = {
    see: {
      read: () => Promise.resolve({ metadata: { name: 'x-0' }, status: looks[Math.min(look++, looks.length - 1)] }),
    },
    signal: new AbortController().signal,
    sleep: () => Promise.resolve(),
    tell: () => undefined,
    facts,
    keep: (key: string, value: unknown) => Promise.resolve(void (facts[key] = value)),
  };
  return { hand: hand as unknown as Hand, facts };
}

const READY = { conditions: [{ type: 'Ready', status: 'True' }] };
const ended = (restartCount: number) => ({
  containerStatuses: [{ name: 'server', restartCount, lastState: { terminated: { exitCode: 1 } } }],
});

describe('waiting for a restored server', () => {
  it('ends when it is ready, though it ended once or twice', async () => {
    const { hand, facts } = handThatSees(ended(1), ended(2), READY);
    await readyStep('shop', 'x-0', { tolerates: true }).act(hand);
    assert.deepEqual(facts, {});
  });

  it('finds a fault where it cannot start from the files of a backup that is tested', async () => {
    const { hand, facts } = handThatSees(ended(0), ended(3));
    const step = readyStep('shop', 'x-0', { tolerates: true });
    await step.act(hand);
    assert.match(String(facts[FAULT]), /x-0 does not start: its container server ended 3 times, last with 1/u);
    assert.equal((await step.observe(hand)).state, 'done');
  });

  it('fails where nothing was unpacked yet, or where nobody asked for a test', async () => {
    const { hand, facts } = handThatSees(ended(3));
    await assert.rejects(readyStep('shop', 'x-0', { tolerates: false }).act(hand), /does not start/u);
    assert.deepEqual(facts, {});
  });
});
