import type { Json } from '../../../engines/model/object.ts';
import type { Step } from '../../runner/step.ts';

/** Keeps in the journal what the plan was made from: taken up again, the plan is made from the same. */
export function keepStep(key: string, value: Json): Step {
  return {
    id: 'keep',
    title: 'Keep the record of its stop in the journal',
    commands: [],
    needs: [],
    removesWrites: false,
    deadline: 60,
    observe: ({ facts }) =>
      Promise.resolve(
        facts[key] === undefined
          ? { state: 'todo', evidence: 'The journal does not have it yet.' }
          : { state: 'done', evidence: 'The journal has it.' },
      ),
    act: (hand) => hand.keep(key, value),
  };
}
