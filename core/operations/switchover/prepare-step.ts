import { RESOURCES } from '../../cluster/resources.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Step } from '../../runner/step.ts';
import { both, execCommand, factsOf, factsText, isOver, ran, withVariables, type Switching } from './switching.ts';

/** What was made on the candidate, by name; there once all was prepared. */
const PREPARED = 'prepared';

/** Prepares candidate and primary while writes go on: what is made now does not lengthen the time without them. Undefined where the engine has nothing to prepare. */
export function prepareStep(switching: Switching): Step | undefined {
  const { engine, context, leader, candidate, namespace } = switching;
  const { prepareCandidate, preparePrimary, unprepare } = engine;
  if (prepareCandidate === undefined && preparePrimary === undefined) return undefined;
  const prepared = async (hand: Hand, pod: string, other: string, text: string): Promise<string> => {
    const { facts, why } = await factsOf(hand, switching, other);
    if (facts === undefined) throw new Error(`${other} does not say how it stands: ${why}`);
    return ran(hand, switching, pod, withVariables({ FACTS: factsText(facts) }, text));
  };
  return {
    id: 'prepare',
    title: `Prepare ${candidate} to lead, and ${leader} to end quickly`,
    commands: [execCommand(switching, candidate), execCommand(switching, leader)],
    needs: ['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    removesWrites: false,
    deadline: 300,
    observe: async (hand) => {
      const made = hand.facts[PREPARED];
      if (made !== undefined)
        return {
          state: 'done',
          evidence: typeof made === 'string' && made !== '' ? `Made: ${made}.` : 'Nothing had to be made.',
        };
      if (isOver(await both(hand, switching))) return { state: 'done', evidence: `${candidate} leads already.` };
      return { state: 'todo', evidence: 'Nothing is prepared yet.' };
    },
    act: async (hand) => {
      if (hand.facts[PREPARED] !== undefined) return;
      const printed =
        prepareCandidate === undefined ? '' : await prepared(hand, candidate, leader, prepareCandidate(context));
      const made = printed.split('\n').flatMap((line) => /^made=(\S+)$/u.exec(line.trim())?.[1] ?? []);
      if (preparePrimary !== undefined) await prepared(hand, leader, candidate, preparePrimary(context));
      await hand.keep(PREPARED, made.join(' '));
    },
    ...(unprepare === undefined
      ? {}
      : {
          undo: {
            title: `remove what was made on ${candidate}`,
            commands: [execCommand(switching, candidate)],
            act: async (hand) => {
              const made = hand.facts[PREPARED];
              if (typeof made === 'string' && made !== '')
                await ran(hand, switching, candidate, withVariables({ MADE: made }, unprepare(context)));
              await hand.forget([PREPARED]);
            },
            verify: ({ facts }) =>
              Promise.resolve(
                facts[PREPARED] === undefined
                  ? { state: 'done', evidence: 'Nothing is prepared any more.' }
                  : { state: 'todo', evidence: 'What was made is still there.' },
              ),
          },
        }),
  };
}
