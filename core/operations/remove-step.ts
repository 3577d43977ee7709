import type { ObjectName } from '../cluster/connection.ts';
import { ownerOf, removeOwn } from '../procedures/jobs/object-step.ts';
import type { Step } from '../runner/step.ts';

/** Removes what a restore test has made, also when it failed: each object only where it carries this operation's label, and only that very one. */
export function removeStep(places: readonly ObjectName[]): Step {
  return {
    id: 'remove',
    title: 'Remove everything that was made for the test',
    commands: places.map(
      ({ resource, namespace, name }) => `kubectl --namespace ${namespace ?? ''} delete ${resource.plural} ${name}`,
    ),
    needs: [...new Set(places.map(({ resource }) => resource))].map((resource) => {
      const namespace = places[0]?.namespace;
      return { verb: 'delete', resource, ...(namespace === undefined ? {} : { namespace }) };
    }),
    removesWrites: false,
    deadline: 600,
    always: true,
    observe: async (hand) => {
      for (const place of places) {
        const found = await ownerOf(hand, place);
        if (found?.maker === hand.id)
          return { state: 'todo', evidence: `${place.resource.kind} ${place.name} is still there.` };
      }
      return { state: 'done', evidence: 'Nothing of it is left.' };
    },
    act: async (hand) => {
      for (const place of places) await removeOwn(hand, place);
    },
  };
}
