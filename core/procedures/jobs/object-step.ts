import type { ApiObject, ObjectName, Resource } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';

/** An object of this operation alone, made by one step and taken back with it. */
export interface OwnObject {
  readonly id: string;
  readonly title: string;
  readonly resource: Resource;
  readonly object: ApiObject;
}

/** The step that makes an object; its way back removes it, if it carries this operation's label. */
export function objectStep({ id, title, resource, object }: OwnObject): Step {
  const { name, namespace } = object.metadata;
  const place = { resource, namespace, name };
  const { plural, kind } = resource;
  return {
    id,
    title,
    commands: [`create the ${kind} ${namespace ?? ''}/${name}`],
    needs: ['get', 'create', 'delete'].map((verb) => ({
      verb,
      resource,
      ...(namespace === undefined ? {} : { namespace }),
    })),
    removesWrites: false,
    deadline: 60,
    observe: async (hand) => stateOf(await ownerOf(hand, place), hand.id, `${kind} ${name}`),
    act: async (hand) => {
      await hand.create(object, place);
    },
    undo: {
      title: `Remove the ${kind} ${name}`,
      commands: [`kubectl --namespace ${namespace ?? ''} delete ${plural} ${name}`],
      act: (hand) => removeOwn(hand, place),
      verify: async (hand) => {
        const found = await ownerOf(hand, place);
        return found?.maker === hand.id
          ? { state: 'todo', evidence: `The ${kind} ${name} is still there.` }
          : { state: 'done', evidence: `The ${kind} ${name} is gone.` };
      },
    },
  };
}

/** Removes an object if this operation has made it, that very one, and waits until it is gone. */
export async function removeOwn(hand: Hand, place: ObjectName): Promise<void> {
  let found = await ownerOf(hand, place);
  if (found?.maker !== hand.id) return;
  const { uid } = found;
  await hand.remove(place, { propagation: 'Foreground', ...(uid === undefined ? {} : { uid }) });
  while (found?.uid === uid) {
    hand.tell({ text: `Waiting until ${place.resource.kind} ${place.name} is gone` });
    await hand.sleep(1_000);
    found = await ownerOf(hand, place);
  }
}

/** Who made an object: the operation's id in its label; undefined where it is not there. */
export async function ownerOf(
  { see, signal }: Hand,
  place: ObjectName,
): Promise<{ readonly maker: string | undefined; readonly uid: string | undefined } | undefined> {
  try {
    const { metadata } = await see.read(place, { signal });
    const labels = (metadata['labels'] ?? {}) as Readonly<Record<string, string | undefined>>;
    return { maker: labels['plinth.dev/operation'], uid: metadata.uid };
  } catch (error) {
    if (error instanceof ClusterTrouble && error.kind === 'missing') return undefined;
    throw error;
  }
}

function stateOf(
  found: { readonly maker: string | undefined } | undefined,
  operation: string,
  words: string,
): Observation {
  if (found === undefined) return { state: 'todo', evidence: `There is no ${words}.` };
  if (found.maker === operation) return { state: 'done', evidence: `The ${words} is there.` };
  return { state: 'impossible', evidence: `There is a ${words} that this operation has not made.` };
}
