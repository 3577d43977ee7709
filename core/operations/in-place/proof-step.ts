import { RESOURCES } from '../../cluster/resources.ts';
import type { ExecTarget } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { askMember, type Asking } from '../../procedures/members/ask.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';

/**
 * Asks the new server, right before the door opens, whether it is one that accepts writes. What it holds was checked before, and nobody has reached it since. A
 * failure turns everything back: until here nothing was written to it.
 */
export function proofStep(target: ExecTarget, asking: Asking): Step {
  const { namespace, pod, container } = target;
  const look = async (hand: Hand): Promise<Observation> => {
    const told = await askMember(hand, target, asking);
    if (told.answer === undefined) return { state: 'impossible', evidence: `${pod} does not answer: ${told.why}.` };
    const { role, writable } = told.answer;
    if (role !== 'primary' || writable !== true)
      return { state: 'impossible', evidence: `${pod} is a ${role} that ${words(writable)}.` };
    return { state: 'done', evidence: `${pod} is a primary and accepts writes.` };
  };
  return {
    id: 'proof',
    title: `Ask ${pod} whether it accepts writes`,
    commands: [`kubectl --namespace ${namespace} exec ${pod} -c ${container} -- sh -c '…'`],
    needs: ['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    removesWrites: false,
    deadline: 120,
    // What was true a while ago is no proof: it is asked each time.
    observe: () => Promise.resolve({ state: 'todo', evidence: 'It is asked right before the door opens.' }),
    act: async (hand) => {
      const { state, evidence } = await look(hand);
      if (state !== 'done') throw new ClusterTrouble('broken', evidence);
    },
    verify: look,
  };
}

function words(writable: boolean | undefined): string {
  if (writable === undefined) return 'does not say whether it accepts writes';
  return writable ? 'accepts writes' : 'accepts none';
}
