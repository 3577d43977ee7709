import type { RestFacts } from '../../../engines/model/stopping.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';
import { execCommand, factsOf } from '../switchover/switching.ts';
import type { Rejoining } from './rejoining.ts';

/** Seconds until the member must follow: it may have to copy everything first. */
const DEADLINE = 6 * 3_600;
const PAUSE = 500;
/** The fact under which the primary's facts stand that the member must have reached. */
const GOAL = 'goal';

/** Waits until the member receives changes on the primary's history, and has applied all that the primary had when the member was first seen to. */
export function followsStep({ switching }: Rejoining): Step {
  const { engine, candidate, leader: member, namespace } = switching;
  const observe = async (hand: Hand): Promise<Observation> => {
    const [primary, own] = await Promise.all([factsOf(hand, switching, candidate), factsOf(hand, switching, member)]);
    if (own.facts === undefined) return { state: 'partial', evidence: `${member} does not answer yet: ${own.why}.` };
    if (own.facts['writable'] === 'yes')
      return { state: 'impossible', evidence: `${member} accepts writes: fence it at once.` };
    if (primary.facts === undefined)
      return { state: 'partial', evidence: `${candidate} does not answer: ${primary.why}.` };
    if (!engine.follows(primary.facts, own.facts))
      return { state: 'partial', evidence: `${member} receives no changes on the history of ${candidate} yet.` };
    const lacks = engine.lacks(goalOf(hand) ?? primary.facts, own.facts);
    return lacks === undefined
      ? {
          state: 'done',
          evidence: `${member} follows ${candidate}, at ${own.facts['position'] ?? ''} on ${own.facts['history'] ?? ''}.`,
        }
      : { state: 'partial', evidence: `${member} follows ${candidate}: ${lacks}.` };
  };
  return {
    id: 'follows',
    title: `Wait until ${member} follows ${candidate} and has caught up`,
    commands: [execCommand(switching, member)],
    needs: ['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    removesWrites: false,
    deadline: DEADLINE,
    observe,
    act: async (hand) => {
      for (let seen = await observe(hand); seen.state !== 'done'; seen = await observe(hand)) {
        if (seen.state === 'impossible') throw new Error(seen.evidence);
        hand.tell({ text: seen.evidence });
        if (goalOf(hand) === undefined) {
          const { facts } = await factsOf(hand, switching, candidate);
          if (facts !== undefined) await hand.keep(GOAL, { ...facts });
        }
        await hand.sleep(PAUSE);
      }
    },
  };
}

function goalOf({ facts }: Hand): RestFacts | undefined {
  const goal = facts[GOAL];
  return typeof goal === 'object' && goal !== null && !Array.isArray(goal) ? (goal as unknown as RestFacts) : undefined;
}
