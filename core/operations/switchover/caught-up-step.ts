import { RESOURCES } from '../../cluster/resources.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';
import { both, execCommand, fencingOf, isOver, type Switching } from './switching.ts';

/** Milliseconds between two looks: writes are away. */
const PAUSE = 200;

/** Waits until the candidate has, and has applied, all that the fenced primary has. */
export function caughtUpStep(switching: Switching, deadline: number): Step {
  const { engine, leader, candidate, namespace } = switching;
  const look = async (hand: Hand): Promise<Observation> => {
    if (fencingOf(hand).ended === true)
      return { state: 'done', evidence: `${candidate} has replayed the last that ${leader} wrote.` };
    const seen = await both(hand, switching);
    if (isOver(seen)) return { state: 'done', evidence: `${candidate} leads already.` };
    const { old, new: next } = seen;
    if (old.facts === undefined || next.facts === undefined)
      return { state: 'todo', evidence: `${leader}: ${old.why ?? 'answers'}; ${candidate}: ${next.why ?? 'answers'}.` };
    const lacks = engine.lacks(old.facts, next.facts);
    if (lacks !== undefined) return { state: 'todo', evidence: `${candidate}: ${lacks}.` };
    return { state: 'done', evidence: `${candidate} has all that ${leader} has: ${next.facts['position'] ?? ''}.` };
  };
  return {
    id: 'caught-up',
    title: `Wait until ${candidate} has all that ${leader} has`,
    commands: [execCommand(switching, leader), execCommand(switching, candidate)],
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
