import type { ObjectName, Resource, Right } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { podOf } from '../../procedures/jobs/follow.ts';
import { ownerOf, removeOwn } from '../../procedures/jobs/object-step.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Step } from '../../runner/step.ts';
import { leavesUnknown } from '../restore/instance-facts.ts';
import { removeOwnSnapshot } from '../snapshot/volume-snapshot.ts';

/** What an operation may have made, as far as its record tells. */
export interface Made {
  readonly namespace: string;
  /** Looked for by the operation's label, and removed in this order. */
  readonly kinds: readonly Resource[];
  /** Secrets that it would have made: asked for by their names, for nobody gives away all Secrets of a namespace. */
  readonly secrets: readonly string[];
}

/** The step that stands for all that an operation has made. It is never done: it only has a way back, which removes each object by its label. */
export function madeStep(made: Made, id: string): Step {
  const { namespace, kinds, secrets } = made;
  const label = `plinth.dev/operation=${id}`;
  return {
    id: 'made',
    title: 'Remove what it has made, as its label tells',
    commands: [],
    needs: needsOf(made),
    removesWrites: false,
    deadline: 900,
    observe: async (hand) => {
      const found = await placesOf(hand, made);
      return found.length === 0
        ? { state: 'todo', evidence: 'Nothing of it is there.' }
        : { state: 'partial', evidence: `There are ${words(found)}.` };
    },
    act: () => Promise.reject(new Error('It cannot be planned as it stands now: there is no way forward.')),
    undo: {
      title: 'remove what it has made',
      commands: [
        `kubectl --namespace ${namespace} delete ${kinds.map(({ plural }) => plural).join(',')} --selector=${label} --cascade=foreground`,
        ...secrets.map((name) => `kubectl --namespace ${namespace} delete secret ${name} --ignore-not-found`),
      ],
      act: async (hand) => {
        await leavesUnknown(hand);
        for (const place of await placesOf(hand, made)) await remove(hand, place);
      },
      verify: async (hand) => {
        const left = await placesOf(hand, made);
        return left.length === 0
          ? { state: 'done', evidence: 'Nothing of it is left.' }
          : { state: 'todo', evidence: `There are still ${words(left)}.` };
      },
    },
  };
}

const words = (places: readonly ObjectName[]): string =>
  places.map(({ resource, name }) => `${resource.kind} ${name}`).join(', ');

/** In the order in which they are to go. */
async function placesOf(hand: Hand, { namespace, kinds, secrets }: Made): Promise<readonly ObjectName[]> {
  const { see, signal, id } = hand;
  const options = { labelSelector: `plinth.dev/operation=${id}`, signal };
  const places: ObjectName[] = [];
  for (const resource of kinds) {
    let found: ObjectName[] = [];
    for await (const { items, restarted } of see.list(resource, namespace, options)) {
      if (restarted === true) found = [];
      found.push(...items.map(({ metadata: { name } }) => ({ resource, namespace, name })));
    }
    places.push(...found);
  }
  for (const name of secrets) {
    const place = { resource: RESOURCES.secrets, namespace, name };
    if ((await ownerOf(hand, place))?.maker === id) places.push(place);
  }
  return places;
}

async function remove(hand: Hand, place: ObjectName): Promise<void> {
  if (place.resource === RESOURCES.snapshots) {
    await removeOwnSnapshot(hand, place);
    return;
  }
  await removeOwn(hand, place);
  // The mover hears that it is to end, and takes back what it has written: until then it is not over.
  while (place.resource === RESOURCES.jobs && (await podOf(hand, place.name)) !== undefined) {
    hand.tell({ text: `Waiting until the pod of ${place.name} has ended` });
    await hand.sleep(1_000);
  }
}

function needsOf({ namespace, kinds, secrets }: Made): readonly Right[] {
  return [
    ...kinds.flatMap((resource) => ['get', 'list', 'delete'].map((verb) => ({ verb, resource, namespace }))),
    { verb: 'list', resource: RESOURCES.pods, namespace },
    ...secrets.flatMap((name) =>
      ['get', 'delete'].map((verb) => ({ verb, resource: RESOURCES.secrets, namespace, name })),
    ),
  ];
}
