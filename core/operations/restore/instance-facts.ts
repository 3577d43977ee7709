import type { Hand } from '../../runner/hand.ts';
import type { Step } from '../../runner/step.ts';
import { LeaseLost } from '../../runner/trouble.ts';
import { ADMITTED } from './admit-steps.ts';
import { FAULT, LOADED } from './fetched-step.ts';

/** The fact that files from a snapshot were made ready for a server of their own. */
export const MENDED = 'mended';
/** The fact that the instance has what a member of the source's set needs beside the data. */
export const SETTLED = 'settled';
/** The fact that something was begun to be written into the instance's volume. */
const TOUCHED = 'touched';

/** What is known of one instance, and of no other. A fault lies in the backup, and stays. */
const OF_INSTANCE = [ADMITTED, LOADED, MENDED, SETTLED, TOUCHED, 'loadStarted', 'outcome'] as const;

/**
 * The step that makes what holds a new instance's data. Where it is made anew (one person had the operation half taken back, the next goes on with it), what was known of the one
 * before holds no more: it is empty, and was not checked.
 */
export function beginsAnew(step: Step): Step {
  return {
    ...step,
    act: async (hand) => {
      await hand.forget(OF_INSTANCE);
      await step.act(hand);
    },
  };
}

const isWritten = ({ facts }: Hand): boolean =>
  facts[LOADED] !== undefined || facts[MENDED] !== undefined || facts[FAULT] !== undefined;

/**
 * The step that makes the Job which writes into the instance's volume: once for each instance. A Job that has done its work may be gone, by itself after a while, and is not made
 * again; one that is gone before its end has left nobody knows what, and then the operation goes back.
 */
export function writesOnce(step: Step): Step {
  const { undo } = step;
  const once: Pick<Step, 'observe'> = {
    observe: async (hand) => {
      if (isWritten(hand)) return { state: 'done', evidence: 'Its work is done already.' };
      const seen = await step.observe(hand);
      if (seen.state !== 'todo' || hand.facts[TOUCHED] === undefined) return seen;
      return {
        state: 'impossible',
        evidence: `${seen.evidence} It had begun: what the new instance holds is not known.`,
      };
    },
  };
  if (undo === undefined) return { ...step, ...once };
  const act = async (hand: Hand): Promise<void> => {
    await leavesUnknown(hand);
    await undo.act(hand);
  };
  return { ...step, ...once, undo: { ...undo, act } };
}

/** The step that follows that Job: from now on something may have been written. */
export function followsWriting(step: Step): Step {
  return {
    ...step,
    act: async (hand) => {
      await touched(hand);
      await step.act(hand);
    },
  };
}

/** Kept on the way back, before such a Job is ended: whoever goes on from there must not take the volume for an empty one. */
export async function leavesUnknown(hand: Hand): Promise<void> {
  await touched(hand).catch((error: unknown) => {
    // A journal that cannot be written stops no way back.
    if (error instanceof LeaseLost) throw error;
  });
}

async function touched(hand: Hand): Promise<void> {
  if (hand.facts[TOUCHED] === undefined) await hand.keep(TOUCHED, true);
}
