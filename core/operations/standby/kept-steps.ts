import type { MembershipEngine } from '../../../engines/model/membership.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';
import { accepts, execCommand, factsOf, ran, withVariables, type Switching } from '../switchover/switching.ts';

const PAUSE = 1_000;

/** Removes on the primary what it kept for a replica that is gone; what somebody uses stays, and is waited for. */
export async function release(
  hand: Hand,
  switching: Switching,
  membership: MembershipEngine,
  names: readonly string[],
): Promise<void> {
  const text = membership.release?.(switching.context);
  if (names.length === 0 || text === undefined) return;
  for (;;) {
    await ran(hand, switching, switching.leader, withVariables({ NAMES: names.join(' ') }, text));
    const left = await stillKept(hand, switching, membership, names);
    if (left?.length === 0) return;
    hand.tell({ text: `${switching.leader} still keeps ${left?.join(', ') ?? 'something that nobody can tell'}` });
    await hand.sleep(PAUSE);
  }
}

/** Which of these the primary still keeps; undefined where it does not answer, or does not lead. */
export async function stillKept(
  hand: Hand,
  switching: Switching,
  membership: MembershipEngine,
  names: readonly string[],
): Promise<readonly string[] | undefined> {
  const said = await factsOf(hand, switching, switching.leader);
  if (said.facts === undefined || accepts(said) !== true) return undefined;
  const { all } = membership.kept(said.facts);
  return names.filter((name) => all.includes(name));
}

/** Drops what the primary would keep for the replica that went, for ever: WAL that nobody fetches fills its disk. Taken back, it is kept again. */
export function releaseStep(switching: Switching, membership: MembershipEngine, names: readonly string[]): Step {
  const { namespace, leader, context } = switching;
  const listed = names.join(', ');
  const seen = async (hand: Hand): Promise<Observation & { readonly left?: number }> => {
    const left = await stillKept(hand, switching, membership, names);
    if (left === undefined) return { state: 'partial', evidence: `${leader} does not say what it keeps.` };
    return left.length === 0
      ? { state: 'done', evidence: `${leader} keeps nothing for it any more.`, left: 0 }
      : { state: 'todo', evidence: `${leader} keeps ${left.join(', ')}.`, left: left.length };
  };
  return {
    id: 'release',
    title: `Drop ${listed} on ${leader}: nobody uses it any more, and it would keep WAL for ever`,
    commands: [execCommand(switching, leader)],
    needs: ['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    removesWrites: false,
    deadline: 300,
    observe: seen,
    act: (hand) => release(hand, switching, membership, names),
    undo: {
      title: `make ${listed} on ${leader} again`,
      commands: [execCommand(switching, leader)],
      act: async (hand) => {
        const text = membership.keepAgain?.(context);
        if (text !== undefined) await ran(hand, switching, leader, withVariables({ NAMES: names.join(' ') }, text));
      },
      verify: async (hand) => {
        const { left, evidence } = await seen(hand);
        return { state: left === names.length ? 'done' : 'todo', evidence };
      },
    },
  };
}
