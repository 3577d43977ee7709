import { keepAwayFrom, keepMeasured } from '../../procedures/door/away.ts';
import { closeDoorStep, openDoorStep, type Door } from '../../procedures/door/door.ts';
import { keepTurned, type Moving } from '../../procedures/door/wiring-step.ts';
import type { Step } from '../../runner/step.ts';
import { keepsUp } from './keeps-up.ts';
import { accepts, both, isOver, type Switching } from './switching.ts';

/** Looks at the opened door, and milliseconds between them: together a minute. */
const LOOKS = 120;
const PAUSE = 500;

/** Closes the door. Once the candidate leads it need not be closed any more. Its way back opens it only for the old primary alone. */
export function closeStep(switching: Switching, door: Door, deadline: number): Step {
  const base = closeDoorStep(door, { deadline });
  const { undo } = base;
  const { leader, candidate } = switching;
  if (undo === undefined || !base.removesWrites) throw new Error('A door that closes has a way back.');
  return {
    ...base,
    observe: async (hand) =>
      isOver(await both(hand, switching))
        ? { state: 'done', evidence: `${candidate} leads: the door need not be closed.` }
        : base.observe(hand),
    verify: (hand) => base.observe(hand),
    preconditions: (hand) => keepsUp(hand, switching),
    act: async (hand) => {
      await keepAwayFrom(hand);
      await base.act(hand);
    },
    undo: {
      ...undo,
      act: async (hand) => {
        const seen = await both(hand, switching);
        if (accepts(seen.old) !== true || accepts(seen.new) === true)
          throw new Error(
            `The door stays closed: ${accepts(seen.new) === true ? `${candidate} accepts writes` : `${leader} does not accept writes (${seen.old.why ?? 'it is fenced'})`}.`,
          );
        await undo.act(hand);
      },
    },
  };
}

/** Opens it to the new primary: it has no way back. `moving`: Services that were turned before the promotion. */
export function openStep(door: Door, deadline: number, moving?: Moving): Step {
  const { id, title, commands, needs, observe, act } = openDoorStep(door, { deadline });
  return {
    id,
    title,
    commands,
    needs,
    observe,
    removesWrites: false,
    bringsWritesBack: true,
    deadline,
    act: async (hand) => {
      if (moving !== undefined) await keepTurned(hand, moving);
      await act(hand);
      await keepMeasured(hand);
    },
    // Who labels members by themselves may take the label away once more, until it believes in the new role.
    verify: async (hand) => {
      for (let looks = 1; ; looks++) {
        const seen = await observe(hand);
        if (seen.state === 'done' || looks >= LOOKS) return seen;
        hand.tell({ text: seen.evidence });
        await hand.sleep(PAUSE);
      }
    },
  };
}
