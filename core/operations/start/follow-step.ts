import { RESOURCES } from '../../cluster/resources.ts';
import { notBack } from '../../procedures/members/back.ts';
import { readStandings, type Members } from '../../procedures/members/standing.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';

/** Waits until one member accepts writes and every other one follows it closely: `Ready` alone says nothing of that. */
export function followStep(members: Members, singleWriter: boolean, deadline: number): Step {
  const { namespace, container, names } = members;
  const look = async (hand: Hand): Promise<Observation> => {
    const all = await readStandings(hand, members);
    const reasons = all.flatMap((one) => notBack(one, all, { singleWriter }) ?? []);
    if (reasons.length > 0) return { state: 'todo', evidence: `${reasons.join('; ')}.` };
    const primary = all.find(({ answer }) => answer?.writable === true)?.name;
    return { state: 'done', evidence: `${primary ?? 'Every member'} accepts writes; ${names.join(', ')} are back.` };
  };
  return {
    id: 'follow',
    title: `Wait until ${names.join(', ')} ${names.length === 1 ? 'accepts writes' : 'are back: one leads, the others follow'}`,
    commands: names.map((pod) => `kubectl --namespace ${namespace} exec ${pod} -c ${container} -- sh -c '…'`),
    needs: [
      { verb: 'get', resource: RESOURCES.pods, namespace },
      ...['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    ],
    removesWrites: false,
    deadline,
    observe: look,
    act: async (hand) => {
      for (let seen = await look(hand); seen.state !== 'done'; seen = await look(hand)) {
        hand.tell({ text: seen.evidence });
        await hand.sleep(1_000);
      }
    },
  };
}
