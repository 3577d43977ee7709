import assert from 'node:assert/strict';
import type { RestFacts } from '../../../engines/model/stopping.ts';
import type { SwitchingEngine } from '../../../engines/model/switching.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Refusal } from '../../runner/step.ts';
import { promoteStep } from './promote-step.ts';
import { FENCING, type Switching } from './switching.ts';

const engine = {
  facts: () => 'facts',
  isFenced: ({ fenced }: RestFacts) => fenced === 'yes',
  lacks: (fenced: RestFacts, { position }: RestFacts) =>
    position === fenced['position'] ? undefined : 'it lacks some',
  fence: { by: 'restarts', script: () => 'fence' },
  promote: () => 'promote',
} as unknown as SwitchingEngine;

const switching = {
  namespace: 'shop',
  container: 'postgres',
  engine,
  context: {},
  leader: 'orders-0',
  candidate: 'orders-1',
  others: ['orders-2'],
} as unknown as Switching;

const FENCED = { writable: 'no', fenced: 'yes', position: '7' };
const STANDBY = { writable: 'no', position: '7' };

/** What keeps it from being promoted, where members say this; a member that is not there does not answer. */
async function against(
  members: Readonly<Record<string, Readonly<Record<string, string>>>>,
  fencing: object = {},
): Promise<readonly Refusal[]> {
  const hand = {
    facts: { [FENCING]: fencing },
    signal: new AbortController().signal,
    sleep: () => new Promise((resolve) => setTimeout(resolve, 5)),
    script: ({ pod }: { pod: string }) => {
      const facts = members[pod];
      const stdout = Object.entries(facts ?? {})
        .map(([key, value]) => `${key}=${value}\n`)
        .join('');
      return Promise.resolve({ exitCode: facts === undefined ? 2 : 0, stdout, stderr: '' });
    },
  } as unknown as Hand;
  return (await promoteStep(switching).preconditions?.(hand)) ?? [];
}

const idsOf = (refusals: readonly Refusal[]): string[] => refusals.map(({ id, kind }) => `${id} ${kind}`);

describe('a promotion', () => {
  const others = { 'orders-1': STANDBY, 'orders-2': STANDBY };

  it('is safe once the old primary is fenced and the candidate has everything', async () => {
    assert.deepEqual(await against({ 'orders-0': FENCED, ...others }), []);
  });

  it('is safe where the old primary does not answer and its end was seen at the candidate', async () => {
    assert.deepEqual(await against(others, { ended: true }), []);
  });

  it('is refused while the old primary may accept writes (R2), also where nobody knows', async () => {
    for (const old of [{ writable: 'yes', position: '7' }, { writable: 'no', position: '7' }, { fenced: 'yes' }])
      assert.deepEqual(idsOf(await against({ 'orders-0': old, ...others })), ['R2 never'], JSON.stringify(old));
    assert.deepEqual(idsOf(await against(others)), ['R2 never']);
    // Its end was seen, and it came back as a primary all the same.
    assert.deepEqual(idsOf(await against({ 'orders-0': { writable: 'yes' }, ...others }, { ended: true })), [
      'R2 never',
    ]);
  });

  it('is refused while a third member accepts writes (R3)', async () => {
    const found = await against({ 'orders-0': FENCED, 'orders-1': STANDBY, 'orders-2': { writable: 'yes' } });
    assert.deepEqual(idsOf(found), ['R3 never']);
  });

  it('is refused while the candidate lacks something (R11), or does not answer', async () => {
    const behind = { ...STANDBY, position: '5' };
    assert.deepEqual(idsOf(await against({ 'orders-0': FENCED, 'orders-1': behind, 'orders-2': STANDBY })), [
      'R11 mend',
    ]);
    assert.deepEqual(idsOf(await against({ 'orders-0': FENCED, 'orders-2': STANDBY })), ['R11 mend']);
  });
});
