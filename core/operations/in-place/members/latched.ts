import type { Step } from '../../../runner/step.ts';

/**
 * A step that is behind the operation once a fact is known: what comes after it changes what it made, and whoever takes the operation up again must not do it anew. The
 * way back of the step that keeps the fact forgets it.
 */
export function latched(step: Step, fact: string, words: string): Step {
  return {
    ...step,
    observe: (hand) =>
      hand.facts[fact] === undefined ? step.observe(hand) : Promise.resolve({ state: 'done', evidence: words }),
    verify: step.verify ?? step.observe,
  };
}
