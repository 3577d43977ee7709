import { RESOURCES } from '../../cluster/resources.ts';
import type { Step } from '../../runner/step.ts';
import { execCommand, factsOf, factsText, ran, withVariables, type Switching } from './switching.ts';

/** The fact that nothing is left on the old primary which only a primary needs. */
const CLEARED = 'cleared';

/** Removes what is left on the old primary and the new one has now: an unused replication slot would keep WAL there until its disk is full. Undefined where nothing is left. */
export function clearStep(switching: Switching): Step | undefined {
  const { engine, context, leader, candidate, namespace } = switching;
  const { clearLeft } = engine;
  if (clearLeft === undefined) return undefined;
  return {
    id: 'clear-left',
    title: `Remove what is left on ${leader} of the time when it led`,
    commands: [execCommand(switching, leader)],
    needs: ['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    removesWrites: false,
    deadline: 300,
    observe: ({ facts }) =>
      Promise.resolve(
        facts[CLEARED] === true
          ? { state: 'done', evidence: `Nothing is left on ${leader}.` }
          : { state: 'todo', evidence: `${leader} was not looked at yet.` },
      ),
    act: async (hand) => {
      const { facts, why } = await factsOf(hand, switching, candidate);
      if (facts === undefined) throw new Error(`${candidate} does not say how it stands: ${why}`);
      await ran(hand, switching, leader, withVariables({ FACTS: factsText(facts) }, clearLeft(context)));
      await hand.keep(CLEARED, true);
    },
  };
}
