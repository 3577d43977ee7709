import type { Field } from '../../../engines/model/field.ts';
import { jobOf, jobVerdict, podOf } from '../../procedures/jobs/follow.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Step } from '../../runner/step.ts';

/**
 * The step that makes a Job whose work can be done twice: taken up again after that Job died, or after what it said went with its pod, it makes another one, which takes up
 * the rest. `fact` is kept once the outcome is known. `step` has the removal of the Job as its way back; the new step has none.
 */
export function takeUpRest(step: Step, job: string, fact: string): Step {
  const { undo, observe, ...kept } = step;
  return {
    ...kept,
    removesWrites: false,
    observe: async (hand) => {
      if (hand.facts[fact] !== undefined) return { state: 'done', evidence: 'What it was made for is done.' };
      const seen = await observe(hand);
      const why = seen.state === 'done' ? await whyUseless(hand, job) : undefined;
      return why === undefined ? seen : { state: 'partial', evidence: why };
    },
    act: async (hand) => {
      if ((await whyUseless(hand, job)) !== undefined) await undo?.act(hand);
      await step.act(hand);
    },
    // That it died at once is said by the step that follows it.
    verify: observe,
  };
}

/** Why nobody learns anything from a Job any more; undefined where it works, is not there, or can still tell its outcome. */
async function whyUseless(hand: Hand, name: string): Promise<string | undefined> {
  const verdict = verdictOf(await jobOf(hand, name));
  if (verdict === 'failed') return `The Job ${name} has failed; another one takes up the rest.`;
  if (verdict === 'complete' && (await podOf(hand, name)) === undefined)
    return `The Job ${name} has ended, and what it said is gone with its pod; another one looks again.`;
  return undefined;
}

const verdictOf = (job: Field | undefined): ReturnType<typeof jobVerdict> =>
  job === undefined ? undefined : jobVerdict(job);
