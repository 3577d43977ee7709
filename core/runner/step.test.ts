import assert from 'node:assert/strict';
import { switchStep } from '../../test/runner/switches.ts';
import type { Step } from './index.ts';

const { id, title, commands, needs, observe, act, undo } = switchStep('a');
const base = { id, title, commands, needs, observe, act };

// What the compiler must refuse; where it does not, an expectation below is unused, and that does not compile.
describe('a step that removes writes', () => {
  it('compiles with a way back and a deadline', () => {
    const step: Step = { ...base, removesWrites: true, undo, deadline: 60 };
    assert.equal(step.deadline, 60);
  });

  it('does not compile without a way back', () => {
    // @ts-expect-error -- no undo
    const step: Step = { ...base, removesWrites: true, deadline: 60 };
    assert.equal(step.undo, undefined);
  });

  it('does not compile without a deadline', () => {
    // @ts-expect-error -- no deadline
    const step: Step = { ...base, removesWrites: true, undo };
    assert.equal(step.deadline, undefined);
  });
});
