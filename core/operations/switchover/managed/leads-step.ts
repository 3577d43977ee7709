import type { Right } from '../../../cluster/connection.ts';
import { RESOURCES } from '../../../cluster/resources.ts';
import { AWAY_FROM, keepMeasured, MEASURED } from '../../../procedures/door/away.ts';
import type { Door } from '../../../procedures/door/door.ts';
import { endpointsOf } from '../../../procedures/door/endpoints.ts';
import type { Hand } from '../../../runner/hand.ts';
import type { Observation, Step } from '../../../runner/step.ts';

/** The right to see where Services lead. */
export const leadsNeeds = (namespace: string): readonly Right[] => [
  { verb: 'list', resource: RESOURCES.endpointSlices, namespace },
];

/** Waits until the write Services lead to the new primary alone, and notes how long writes were away: whoever is in charge turns them. */
export function leadsStep(door: Door, candidate: string): Step {
  const { namespace, services } = door;
  const look = async (hand: Hand): Promise<Observation> => {
    const wrong: string[] = [];
    for (const name of services) {
      const leading = await endpointsOf(hand, namespace, [{ name }]);
      if (leading.join() !== candidate) wrong.push(`${name} leads to ${leading.join(', ') || 'nobody'}`);
    }
    if (wrong.length > 0) return { state: 'todo', evidence: `${wrong.join('; ')}.` };
    const evidence = services.length === 0 ? `${candidate} leads.` : `${services.join(', ')} leads to ${candidate}.`;
    // They may have been turned already: then there is still to be noted when they were seen.
    const isNoted = hand.facts[AWAY_FROM] === undefined || hand.facts[MEASURED] !== undefined;
    return { state: isNoted ? 'done' : 'partial', evidence };
  };
  return {
    id: 'services-lead',
    title:
      services.length === 0
        ? 'Note how long writes were away'
        : `Wait until ${services.join(', ')} leads to ${candidate}`,
    commands: services.map(
      (name) => `kubectl --namespace ${namespace} get endpointslices --selector=kubernetes.io/service-name=${name}`,
    ),
    needs: leadsNeeds(namespace),
    removesWrites: false,
    bringsWritesBack: true,
    deadline: 300,
    observe: look,
    act: async (hand) => {
      for (let seen = await look(hand); seen.state === 'todo'; seen = await look(hand)) {
        hand.tell({ text: seen.evidence });
        await hand.sleep(200);
      }
      await keepMeasured(hand);
    },
  };
}
