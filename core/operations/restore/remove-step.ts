import type { ObjectName } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ownerOf, removeOwn } from '../../procedures/jobs/object-step.ts';
import type { Step } from '../../runner/step.ts';

/** One place for each resource; Secrets each by its name. */
const placesOf = (places: readonly ObjectName[]): readonly ObjectName[] =>
  places.filter(
    ({ resource }, index) =>
      resource === RESOURCES.secrets || places.findIndex((other) => other.resource === resource) === index,
  );

/** Removes what a restore test has made, also when it failed: each object only where it carries this operation's label, and only that very one. */
export function removeStep(
  places: readonly ObjectName[],
  { id, title }: Pick<Step, 'id' | 'title'> = { id: 'remove', title: 'Remove everything that was made for the test' },
): Step {
  return {
    id,
    title,
    commands: places.map(
      ({ resource, namespace, name }) => `kubectl --namespace ${namespace ?? ''} delete ${resource.plural} ${name}`,
    ),
    needs: placesOf(places).flatMap(({ resource, namespace, name }) =>
      ['get', 'delete'].map((verb) => ({
        verb,
        resource,
        ...(namespace === undefined ? {} : { namespace }),
        // Whoever is asked for it gives away this one Secret.
        ...(resource === RESOURCES.secrets ? { name } : {}),
      })),
    ),
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
