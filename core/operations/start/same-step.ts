import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { leaderOf, type Resting } from '../../procedures/members/rest.ts';
import type { Step } from '../../runner/step.ts';
import type { StopRecord } from '../stop/record.ts';

/** The fact under which stands what was found. */
const SAME = 'same';

/** Asks the started primary whether it is the database that was stopped, with all that it held; before anyone can write to it, or copy it. */
export function sameStep(resting: Resting, record: StopRecord, members: readonly string[]): Step {
  const { namespace, container, engine } = resting;
  return {
    id: 'same',
    title: `Compare what ${members.length === 1 ? (members[0] ?? '') : 'the primary'} holds with what it held`,
    commands: members.map((pod) => `kubectl --namespace ${namespace} exec ${pod} -c ${container} -- sh -c '…'`),
    needs: ['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    removesWrites: false,
    deadline: 300,
    observe: ({ facts }) => {
      const said = facts[SAME];
      return Promise.resolve(
        typeof said === 'string'
          ? { state: 'done', evidence: said }
          : { state: 'todo', evidence: 'It was not compared yet.' },
      );
    },
    act: async (hand) => {
      const leader = await leaderOf(hand, resting, members);
      if (leader === undefined)
        throw new ClusterTrouble('broken', `None of ${members.join(', ')} came up as the primary.`);
      const { pod: primary, facts: is } = leader;
      if (record.rest === undefined) {
        await hand.keep(SAME, 'What it held was not recorded when it was stopped: nothing could be compared.');
        return;
      }
      const lost = engine.lost(record.rest, is);
      if (lost !== undefined) throw new ClusterTrouble('broken', `${primary} is not what was stopped: ${lost}.`);
      const told = ['position', 'keys'].flatMap((key) => {
        const [was, now] = [record.rest?.[key], is[key]];
        return was === undefined ? [] : [`${key} ${now ?? 'unknown'}, and it was ${was}`];
      });
      await hand.keep(SAME, `${primary} holds what it held: ${told.join('; ') || 'the same database'}.`);
    },
  };
}
