import assert from 'node:assert/strict';
import type { SwitchingEngine } from '../../../engines/model/switching.ts';
import type { Hand } from '../../runner/hand.ts';
import { fenceStep } from './fence-step.ts';
import type { Switching } from './switching.ts';

const engine = (by: 'stays' | 'restarts'): SwitchingEngine =>
  ({
    facts: () => 'facts',
    link: () => 'link',
    isFenced: () => false,
    fence: { by, script: () => 'fence' },
    unfence: () => 'unfence',
  }) as unknown as SwitchingEngine;

const switching = (by: 'stays' | 'restarts'): Switching =>
  ({
    namespace: 'shop',
    container: 'postgres',
    engine: engine(by),
    context: {},
    leader: 'orders-0',
    candidate: 'orders-1',
    others: [],
    upstream: { host: 'orders-1', port: 5432 },
  }) as unknown as Switching;

/** A primary that still accepts writes, and scripts that end so. */
function handOf(ends: Readonly<Record<string, { readonly exitCode?: number; readonly stderr: string }>>): {
  readonly hand: Hand;
  readonly told: readonly string[];
} {
  const told: string[] = [];
  const stop = new AbortController();
  const facts: Record<string, unknown> = {};
  const hand = {
    facts,
    signal: stop.signal,
    now: () => 0,
    see: { read: () => Promise.resolve({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'orders-0', uid: 'a' } }) },
    keep: (key: string, value: unknown) => Promise.resolve(void (facts[key] = value)),
    tell: ({ text }: { text: string }) => told.push(text),
    // Looked at once more is enough.
    sleep: () => Promise.reject(new Error('it waits')),
    script: ({ pod }: { pod: string }, text: string) => {
      const [name] = Object.keys(ends).filter((one) => new RegExp(`(^|\\n)${one}$`, 'u').test(text));
      if (name !== undefined) return Promise.resolve({ stdout: '', ...ends[name] });
      const writable = pod === 'orders-0' ? 'yes' : 'no';
      return Promise.resolve({ exitCode: 0, stdout: `writable=${writable}\nposition=7\n`, stderr: '' });
    },
  } as unknown as Hand;
  return { hand, told };
}

describe('the fence of an old primary', () => {
  it('shows what its engine said where it fails', async () => {
    const { hand } = handOf({ fence: { exitCode: 1, stderr: 'ERROR: no room on the volume\n' } });
    await assert.rejects(fenceStep(switching('stays'), 60).act(hand), /orders-0 was not fenced: ERROR: no room/u);
  });

  it('shows the last words of a script that ended with its server, and waits', async () => {
    const { hand, told } = handOf({ fence: { exitCode: 137, stderr: 'pg_ctl: could not send signal\n' } });
    await assert.rejects(fenceStep(switching('restarts'), 60).act(hand), /it waits/u);
    assert.ok(told.includes('orders-0: pg_ctl: could not send signal'), told.join('; '));
  });

  it('shows why it cannot be taken back yet', async () => {
    const { hand, told } = handOf({ unfence: { exitCode: 1, stderr: 'the server starts up\n' } });
    await assert.rejects(fenceStep(switching('stays'), 60).undo?.act(hand) ?? assert.fail(), /it waits/u);
    assert.deepEqual(told, ['orders-0: the server starts up']);
  });
});
