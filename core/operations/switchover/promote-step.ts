import { RESOURCES } from '../../cluster/resources.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Refusal, Step } from '../../runner/step.ts';
import {
  accepts,
  both,
  execCommand,
  factsOf,
  factsSoon,
  fencingOf,
  ran,
  type Said,
  type Switching,
} from './switching.ts';

/** Seconds until the candidate must accept writes. */
const DEADLINE = 120;
/** Milliseconds in which an old primary whose server has ended must answer, to be heard. */
const SOON = 300;
const SILENT: Said = { facts: undefined, why: 'its server has ended' };

/** Promotes the candidate: the point of no return. It is safe only while the old primary is seen to be fenced and nobody else accepts writes. */
export function promoteStep(switching: Switching): Step {
  const { engine, context, leader, candidate, namespace } = switching;
  const observe = async (hand: Hand): Promise<Observation> => {
    const { ended } = fencingOf(hand);
    // Whose server has ended, and is to start as a replica, is not waited for: what it says once it is back is looked at then.
    const seen =
      ended === true ? { old: SILENT, new: await factsOf(hand, switching, candidate) } : await both(hand, switching);
    const [old, next] = [accepts(seen.old), accepts(seen.new)];
    if (next === true && old === true)
      return { state: 'impossible', evidence: `${leader} and ${candidate} both accept writes.` };
    if (next === true) return { state: 'done', evidence: `${candidate} leads (${seen.new.facts?.['history'] ?? ''}).` };
    return { state: 'todo', evidence: `${candidate} does not accept writes yet.` };
  };
  return {
    id: 'promote',
    title: `Promote ${candidate}`,
    commands: [execCommand(switching, candidate)],
    needs: ['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    risk: `From here on ${candidate} leads: to go back is a switchover of its own.`,
    removesWrites: false,
    pointOfNoReturn: true,
    deadline: DEADLINE,
    observe,
    preconditions: (hand) => unsafe(hand, switching),
    act: async (hand) => {
      await ran(hand, switching, candidate, engine.promote(context));
    },
  };
}

/** Law 1: fence before promoting. What is not known is not fenced. */
async function unsafe(hand: Hand, switching: Switching): Promise<Refusal[]> {
  const { engine, leader, candidate, others } = switching;
  const ended = fencingOf(hand).ended === true;
  const [old, next, ...rest] = await Promise.all(
    [leader, candidate, ...others].map((pod) =>
      ended && pod === leader ? factsSoon(hand, switching, pod, SOON) : factsOf(hand, switching, pod),
    ),
  );
  const isGone = old?.facts === undefined && ended;
  if (!isGone && (old?.facts === undefined || accepts(old) !== false || !engine.isFenced(old.facts)))
    return [
      {
        id: 'R2',
        kind: 'never',
        what: `${candidate} is not promoted while ${leader} may accept writes.`,
        evidence: old?.why ?? `${leader} is not fenced`,
        wayOut: `Fence ${leader} first.`,
      },
    ];
  const writers = others.filter((_, index) => rest[index] !== undefined && accepts(rest[index]) === true);
  if (writers.length > 0)
    return [
      {
        id: 'R3',
        kind: 'never',
        what: `${writers.join(', ')} accepts writes.`,
        evidence: 'its server says so',
        wayOut: 'Find out which data is right, and make the others follow.',
      },
    ];
  const lacks =
    next?.facts === undefined
      ? (next?.why ?? 'it does not answer')
      : old?.facts === undefined
        ? undefined
        : engine.lacks(old.facts, next.facts);
  if (lacks === undefined) return [];
  return [
    {
      id: 'R11',
      kind: 'mend',
      what: `${candidate} has not all that ${leader} has.`,
      evidence: lacks,
      wayOut: 'Wait until it has caught up.',
    },
  ];
}
