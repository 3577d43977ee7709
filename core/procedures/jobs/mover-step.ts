import type { ApiObject } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';

/**
 * The step that puts the mover's program into the namespace. Its name is of its content and it cannot be changed, so that it serves every later operation
 * too: nothing takes it back.
 */
export function moverStep(object: ApiObject): Step {
  const { name, namespace } = object.metadata;
  const place = { resource: RESOURCES.configMaps, namespace, name };
  const observe = async ({ see, signal }: Hand): Promise<Observation> => {
    try {
      const found = await see.read(place, { signal });
      const isWhole = JSON.stringify(found['binaryData']) === JSON.stringify(object['binaryData']);
      return isWhole
        ? { state: 'done', evidence: `The ConfigMap ${name} is there.` }
        : { state: 'impossible', evidence: `The ConfigMap ${name} is there with another content; remove it.` };
    } catch (error) {
      if (!(error instanceof ClusterTrouble) || error.kind !== 'missing') throw error;
      return { state: 'todo', evidence: `There is no ConfigMap ${name}.` };
    }
  };
  return {
    id: 'mover',
    title: 'Put the program that moves the data into the namespace',
    commands: [`create the immutable ConfigMap ${namespace ?? ''}/${name}`],
    needs: ['get', 'create'].map((verb) => ({
      verb,
      resource: RESOURCES.configMaps,
      ...(namespace === undefined ? {} : { namespace }),
    })),
    removesWrites: false,
    deadline: 60,
    observe,
    act: async (hand) => {
      try {
        await hand.create(object, place);
      } catch (error) {
        // Another operation was faster; whether it is the same is seen after.
        if (!(error instanceof ClusterTrouble) || error.kind !== 'conflict') throw error;
      }
    },
  };
}
