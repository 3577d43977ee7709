import type { Json } from '../../../engines/model/object.ts';
import type { Door } from '../../procedures/door/door.ts';
import type { Wiring } from '../../procedures/door/wiring.ts';
import type { Step } from '../../runner/step.ts';
import { CANDIDATE, DOOR_SERVICES, LEADER, OTHERS, UPSTREAM, WIRING, type Switching } from './switching.ts';

/** Writes down who led, who is to lead, and by what the Services tell them: by that a later runner knows what was meant. */
export function noteStep({ leader, candidate, others, upstream }: Switching, door: Door, wiring: Wiring): Step {
  return {
    id: 'note-roles',
    title: `Note that ${leader} leads and ${candidate} is to`,
    commands: [],
    needs: [],
    removesWrites: false,
    deadline: 60,
    observe: ({ facts }) =>
      Promise.resolve(
        facts[CANDIDATE] === undefined
          ? { state: 'todo', evidence: 'The journal does not name the roles yet.' }
          : { state: 'done', evidence: `The journal names ${leader} and ${candidate}.` },
      ),
    act: async (hand) => {
      await hand.keep(LEADER, leader);
      await hand.keep(OTHERS, [...others]);
      await hand.keep(DOOR_SERVICES, [...door.services]);
      await hand.keep(WIRING, wiring as unknown as Json);
      await hand.keep(UPSTREAM, { ...upstream });
      // Last: by it one knows that all is there.
      await hand.keep(CANDIDATE, candidate);
    },
  };
}
