import { AWAY_FROM, keepAwayFrom, keepMeasured } from '../../../procedures/door/away.ts';
import { closeDoorStep, openDoorStep, type Door } from '../../../procedures/door/door.ts';
import type { Step } from '../../../runner/step.ts';
import { LOSS } from '../loss.ts';

/** The fact that the door is being opened to the restored data. */
export const OPENED = 'opened';

/** Closes the door to the old members. Once it is open again for them, what was told and measured behind it holds no more. */
export function closeStep(door: Door, deadline: number): Step {
  const base = closeDoorStep(door, { deadline });
  const { undo } = base;
  if (undo === undefined || !base.removesWrites) throw new Error('A door that closes has a way back.');
  return {
    ...base,
    act: async (hand) => {
      await keepAwayFrom(hand);
      await base.act(hand);
    },
    undo: {
      ...undo,
      act: async (hand) => {
        await undo.act(hand);
        await hand.forget([AWAY_FROM, LOSS]);
      },
    },
  };
}

/** Opens the door to the first member: the point of no return, because what is written from here on is on the restored volume only. */
export function openToFirstStep(door: Door, first: string, deadline: number): Step {
  const { id, commands, needs, observe, act } = openDoorStep(door, { id: 'open', deadline });
  return {
    id,
    title: `Open the door to ${first}: ${door.services.join(', ')}`,
    commands,
    needs,
    risk: 'What clients write from here on is on the restored volume only.',
    removesWrites: false,
    bringsWritesBack: true,
    pointOfNoReturn: true,
    deadline,
    observe: async (hand) => {
      if (hand.facts[OPENED] === undefined) return { state: 'todo', evidence: 'The door was not opened yet.' };
      return observe(hand);
    },
    act: async (hand) => {
      if (hand.facts[OPENED] === undefined) await hand.keep(OPENED, true);
      await act(hand);
      await keepMeasured(hand);
    },
  };
}
