import { RESOURCES } from '../../cluster/resources.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';
import { accepts, execCommand, factsOf } from '../switchover/switching.ts';
import type { FailingOver } from './failing-over.ts';

/** Milliseconds between two looks: writes are away. */
const PAUSE = 200;

/** Waits until the candidate has applied all that it has received. */
export function appliedStep({ switching, engine }: FailingOver, deadline: number): Step {
  const { candidate, namespace } = switching;
  const look = async (hand: Hand): Promise<Observation> => {
    const said = await factsOf(hand, switching, candidate);
    if (said.facts === undefined) return { state: 'todo', evidence: `${candidate}: ${said.why}.` };
    if (accepts(said) === true) return { state: 'done', evidence: `${candidate} leads already.` };
    const left = engine.unapplied(said.facts);
    return left === undefined
      ? { state: 'done', evidence: `${candidate} has applied all that it received: ${said.facts['position'] ?? ''}.` }
      : { state: 'todo', evidence: `${candidate}: ${left}.` };
  };
  return {
    id: 'applied',
    title: `Wait until ${candidate} has applied all that it has received`,
    commands: [execCommand(switching, candidate)],
    needs: ['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    removesWrites: false,
    deadline,
    observe: look,
    act: async (hand) => {
      for (let seen = await look(hand); seen.state !== 'done'; seen = await look(hand)) {
        hand.tell({ text: seen.evidence });
        await hand.sleep(PAUSE);
      }
    },
  };
}
