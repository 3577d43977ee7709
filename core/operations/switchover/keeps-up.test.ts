import assert from 'node:assert/strict';
import type { RestFacts } from '../../../engines/model/stopping.ts';
import type { SwitchingEngine } from '../../../engines/model/switching.ts';
import type { Hand } from '../../runner/hand.ts';
import { keepsUp } from './keeps-up.ts';
import { FENCING, type Switching } from './switching.ts';

const switching = {
  namespace: 'shop',
  container: 'postgres',
  engine: {
    facts: () => 'facts',
    gap: (primary: RestFacts, replica: RestFacts) => ({
      bytes: Math.max(0, Number(primary['position']) - Number(replica['position'])),
    }),
  } as unknown as SwitchingEngine,
  context: {},
  leader: 'orders-0',
  candidate: 'orders-1',
  others: [],
} as unknown as Switching;

/** What is against it where the primary is at 7 and the candidate at these positions, one look after the other; undefined: it does not answer. */
async function against(positions: readonly (number | undefined)[], facts: object = {}) {
  let [now, look] = [0, 0];
  const hand = {
    facts,
    signal: new AbortController().signal,
    now: () => now,
    sleep: (milliseconds: number) => {
      now += milliseconds;
      return Promise.resolve();
    },
    script: ({ pod }: { pod: string }) => {
      const position = pod === 'orders-0' ? 7 : positions[Math.min(look++, positions.length - 1)];
      return Promise.resolve({
        exitCode: position === undefined ? 2 : 0,
        stdout: `position=${String(position)}\n`,
        stderr: '',
      });
    },
  } as unknown as Hand;
  return keepsUp(hand, switching);
}

describe('whether a candidate keeps up', () => {
  it('is so once it has what the primary had', async () => {
    assert.deepEqual(await against([5, 6, 7]), []);
    assert.deepEqual(await against([9]), []);
  });

  it('is refused where its receiver hangs, before writes are taken away (R11)', async () => {
    const [refusal, ...more] = await against([5]);
    assert.deepEqual([refusal?.id, refusal?.what], ['R11', 'orders-1 does not keep up with orders-0.']);
    assert.match(refusal?.evidence ?? '', /it is at 5, and was to be at 7/u);
    assert.deepEqual(more, []);
  });

  it('is refused where the candidate does not answer', async () => {
    assert.equal((await against([undefined]))[0]?.id, 'R11');
  });

  it('is not asked any more behind the fence', async () => {
    assert.deepEqual(await against([5], { [FENCING]: { from: '0/7' } }), []);
  });
});
