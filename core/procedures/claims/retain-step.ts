import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';
import { readClaim, readVolume, volumePlace } from './volume-seen.ts';

/** A volume, and the policy that it had. */
export interface Retained {
  readonly volume: string;
  readonly policy: string;
}

const PATH = '/spec/persistentVolumeReclaimPolicy';
const RETAIN = 'Retain';

/**
 * Has volumes stay when their claims go. It is done long before any claim goes: whoever removes volumes goes by what it has been told of them, and may hear of a change
 * a moment later. The way back gives each its policy again, and only where its claim is there: else it would go.
 */
export function retainStep(id: string, names: string, volumesOf: (hand: Hand) => readonly Retained[]): Step {
  const look = async (hand: Hand): Promise<Observation> => {
    const other: string[] = [];
    for (const { volume } of volumesOf(hand)) {
      const seen = await readVolume(hand, volume);
      if (seen === undefined) return { state: 'impossible', evidence: `There is no volume ${volume} any more.` };
      if (seen.policy !== RETAIN) other.push(`${volume} (${seen.policy})`);
    }
    const all = volumesOf(hand).map(({ volume }) => volume);
    if (all.length === 0) return { state: 'todo', evidence: 'Which volumes they are is not written down yet.' };
    if (other.length === 0) return { state: 'done', evidence: `${all.join(', ')}: Retain.` };
    return { state: other.length === all.length ? 'todo' : 'partial', evidence: `Not Retain: ${other.join(', ')}.` };
  };
  return {
    id,
    title: `Have the volumes of ${names} stay when their claims go (Retain)`,
    commands: [`kubectl patch persistentvolume … --patch='{"spec":{"persistentVolumeReclaimPolicy":"${RETAIN}"}}'`],
    needs: ['get', 'patch'].map((verb) => ({ verb, resource: RESOURCES.volumes })),
    removesWrites: false,
    deadline: 120,
    observe: look,
    act: async (hand) => {
      for (const { volume } of volumesOf(hand))
        if ((await readVolume(hand, volume))?.policy !== RETAIN)
          await hand.patch(volumePlace(volume), [{ op: 'add', path: PATH, value: RETAIN }]);
    },
    undo: {
      title: `give the volumes of ${names} the policy that they had`,
      commands: ['kubectl patch persistentvolume … # once its claim is bound to it again'],
      act: async (hand) => {
        for (const { volume, policy } of volumesOf(hand)) {
          const seen = await readVolume(hand, volume);
          if (seen === undefined || seen.policy === policy) continue;
          await mustBeHeld(hand, volume);
          await hand.patch(volumePlace(volume), [
            ...(seen.claim?.uid === undefined
              ? []
              : [{ op: 'test' as const, path: '/spec/claimRef/uid', value: seen.claim.uid }]),
            { op: 'replace', path: PATH, value: policy },
          ]);
        }
      },
      verify: async (hand) => {
        for (const { volume, policy } of volumesOf(hand)) {
          const seen = await readVolume(hand, volume);
          if (seen !== undefined && seen.policy !== policy)
            return { state: 'todo', evidence: `${volume}: ${seen.policy}, and was ${policy}.` };
        }
        return { state: 'done', evidence: `The volumes of ${names} have the policies that they had.` };
      },
    },
  };
}

/** Throws where the volume's claim is not there: with another policy than Retain it would be removed at once. */
async function mustBeHeld(hand: Hand, volume: string): Promise<void> {
  const { claim } = (await readVolume(hand, volume)) ?? {};
  const found = claim && (await readClaim(hand, claim.namespace, claim.name));
  if (found === undefined || found.isGoing || found.uid !== claim?.uid)
    throw new ClusterTrouble(
      'broken',
      `The volume ${volume} keeps Retain: no claim holds it, and without it it would be removed.`,
    );
}
