import assert from 'node:assert/strict';
import { differingSteps } from './differing-steps.ts';
import type { StepRecord } from './journal-model.ts';

const was = (id: string, state: StepRecord['state'] = 'waiting'): StepRecord => ({ id, title: `Do ${id}`, state });
const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id, title: `Do ${id}` })) as [StepRecord, StepRecord, StepRecord];

describe('steps that are planned anew', () => {
  it('do not differ where they are the same, however far they have come', () => {
    assert.deepEqual(differingSteps([was('a', 'done'), was('b', 'running'), was('c')], [a, b, c]), []);
    assert.deepEqual(differingSteps([], []), []);
  });

  it('lack some: what was begun of them stays as it is', () => {
    assert.deepEqual(differingSteps([was('a', 'done'), was('b', 'failed'), was('c')], [a]), [
      '«Do b» was begun, and is planned no more: it is neither finished nor taken back.',
      '«Do c» is planned no more.',
    ]);
    for (const state of ['undone', 'skipped', 'waiting'] as const)
      assert.deepEqual(differingSteps([was('a', state), was('b')], [b]), ['«Do a» is planned no more.'], state);
  });

  it('have more, other words, or another order', () => {
    assert.deepEqual(differingSteps([was('a')], [a, c]), ['«Do c» is new.']);
    assert.deepEqual(differingSteps([was('a')], [{ ...a, title: 'Do it at last' }]), [
      '«Do a» is now «Do it at last».',
    ]);
    assert.deepEqual(differingSteps([was('a'), was('b')], [b, a]), ['The steps come in another order.']);
    assert.deepEqual(differingSteps([was('a'), was('b')], [c, a, b]), ['«Do c» is new.']);
  });
});
