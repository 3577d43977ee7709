import type { ObjectName } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Step } from '../../runner/step.ts';
import type { Standing } from './standing.ts';

/** On what is kept after a restore in place: nothing of Plinth's removes it before this time, and nothing of Plinth's removes it by itself afterwards. */
export const KEPT_UNTIL = 'plinth.dev/kept-until';
/** On the old set: the set that has its clients now. */
export const REPLACED_BY = 'plinth.dev/replaced-by';

/** The law: at least seven days. */
const KEPT_DAYS = 7;
const DAY = 86_400_000;

/** Notes on the old set and its claims until when they are kept, and what took their place. */
export function keptStep(namespace: string, set: string, { claims }: Standing, by: string): Step {
  const places: readonly ObjectName[] = [
    { resource: RESOURCES.statefulSets, namespace, name: set },
    ...claims.map(({ name }) => ({ resource: RESOURCES.claims, namespace, name })),
  ];
  return {
    id: 'kept',
    title: `Note on ${set} and its claims that they are kept for ${KEPT_DAYS} days`,
    commands: places.map(
      ({ resource: { plural }, name }) =>
        `kubectl --namespace ${namespace} annotate ${plural} ${name} ${KEPT_UNTIL}=… ${REPLACED_BY}=${by}`,
    ),
    needs: [RESOURCES.statefulSets, RESOURCES.claims].flatMap((resource) =>
      ['get', 'patch'].map((verb) => ({ verb, resource, namespace })),
    ),
    removesWrites: false,
    deadline: 120,
    observe: async ({ see, signal }) => {
      for (const place of places) {
        const noted = fieldOf(await see.read(place, { signal }))
          .at('metadata', 'annotations')
          .stringMap();
        if (noted[REPLACED_BY] !== by || noted[KEPT_UNTIL] === undefined)
          return { state: 'todo', evidence: `${place.resource.kind} ${place.name} says nothing of it yet.` };
      }
      return { state: 'done', evidence: `${set} and its claims say until when they are kept.` };
    },
    act: async (hand) => {
      const until = new Date(hand.now() + KEPT_DAYS * DAY).toISOString();
      for (const place of places)
        await hand.patch(place, [
          { op: 'add', path: '/metadata/annotations/plinth.dev~1kept-until', value: until },
          { op: 'add', path: '/metadata/annotations/plinth.dev~1replaced-by', value: by },
        ]);
    },
  };
}
