import { quote } from '../../../engines/probes/quote.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Step } from '../../runner/step.ts';
import { claimFor } from './claim-kept.ts';
import { backOf, moveVolume, seeMove, type Move } from './move.ts';

/** A volume that goes from one claim to another, as a step. */
export interface Moving {
  readonly id: string;
  readonly title: string;
  readonly namespace: string;
  /** Names of the claims. */
  readonly from: string;
  readonly to: string;
  /** Which volume it is may be known only once the steps before were done: undefined until then. */
  readonly move: (hand: Pick<Hand, 'facts' | 'now'>) => Move | undefined;
  /** The same, as far as it is known when the plan is made: for the commands that are shown. */
  readonly named: Move | undefined;
}

/** The rights that moving a volume takes. */
export const moveNeeds = (namespace: string): Step['needs'] => [
  ...['get', 'patch'].map((verb) => ({ verb, resource: RESOURCES.volumes })),
  ...['get', 'create', 'delete', 'patch'].map((verb) => ({ verb, resource: RESOURCES.claims, namespace })),
];

/** Moves the volume; the way back moves it to a claim of the old name, which is as it was but for its uid. */
export function moveStep({ id, title, namespace, from, to, move, named }: Moving): Step {
  const known = (hand: Hand): Move => {
    const found = move(hand);
    if (found === undefined) throw new ClusterTrouble('broken', `Which volume ${from} had was not written down.`);
    return found;
  };
  return {
    id,
    title,
    commands: commandsOf(namespace, from, to, named),
    needs: moveNeeds(namespace),
    removesWrites: false,
    deadline: 300,
    observe: (hand) => {
      const found = move(hand);
      return found === undefined
        ? Promise.resolve({ state: 'todo', evidence: `Which volume ${from} has is not written down yet.` })
        : seeMove(hand, found);
    },
    act: (hand) => moveVolume(hand, known(hand)),
    undo: {
      title: `give ${from} its volume back`,
      commands: commandsOf(namespace, to, from, named && backOf(named)),
      act: async (hand) => {
        const found = move(hand);
        if (found !== undefined) await moveVolume(hand, backOf(found));
      },
      verify: async (hand) => {
        const found = move(hand);
        if (found === undefined) return { state: 'done', evidence: `The volume of ${from} was not touched.` };
        return seeMove(hand, backOf(found));
      },
    },
  };
}

/** For a person who must do it by hand. */
function commandsOf(namespace: string, from: string, to: string, move: Move | undefined): string[] {
  const volume = move?.volume ?? `<the volume of ${from}>`;
  const claimRef = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    namespace,
    name: to,
    uid: null,
    resourceVersion: null,
  };
  const claim =
    move === undefined
      ? `a claim ${to} with spec.volumeName ${volume}`
      : JSON.stringify(claimFor(namespace, volume, move.to));
  return [
    `kubectl get persistentvolume ${volume} --output=jsonpath={.spec.persistentVolumeReclaimPolicy}   # go on only where it is Retain`,
    `kubectl --namespace ${namespace} delete persistentvolumeclaim ${from}`,
    `kubectl patch persistentvolume ${volume} --type=merge --patch=${quote(JSON.stringify({ spec: { claimRef } }))}`,
    `kubectl create --filename=- <<< ${quote(claim)}`,
  ];
}
