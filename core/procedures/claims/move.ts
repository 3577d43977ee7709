import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation } from '../../runner/step.ts';
import { claimFor, type ClaimKept } from './claim-kept.ts';
import { claimPlace, readClaim, readVolume, volumePlace, type VolumeSeen } from './volume-seen.ts';

/** One volume that goes from one claim to another. */
export interface Move {
  readonly namespace: string;
  /** The PersistentVolume's name. */
  readonly volume: string;
  readonly from: ClaimKept;
  readonly to: ClaimKept;
  /** The new claim keeps this operation's label: it is removed with what the operation has made. Without it nobody takes it for such a one. */
  readonly own: boolean;
  /** So was the old one. */
  readonly ownBefore: boolean;
}

/** The same volume, the other way. */
export const backOf = (move: Move): Move => ({
  ...move,
  from: move.to,
  to: move.from,
  own: move.ownBefore,
  ownBefore: move.own,
});

/** Looks at a volume that was reserved: 5 s. */
const LOOKS = 20;

const OPERATION = '/metadata/labels/plinth.dev~1operation';

/**
 * How far a move is, by what the volume and both claims say. The volume is what tells them: a claim that was made anew for it is as good as the first. `done` is bound
 * to the new claim, on both sides.
 */
export async function seeMove(hand: Hand, { namespace, volume, from, to, own, ownBefore }: Move): Promise<Observation> {
  const seen = await readVolume(hand, volume);
  const why = whyLost(volume, seen, namespace, [from.name, to.name]);
  if (why !== undefined) return { state: 'impossible', evidence: why };
  const there = await readClaim(hand, namespace, to.name);
  if (there !== undefined && there.volume !== volume)
    return { state: 'impossible', evidence: `The claim ${to.name} is there already, and is not for ${volume}.` };
  if (there !== undefined) {
    const isBound = there.phase === 'Bound' && seen?.claim?.uid === there.uid && !there.isGoing;
    const isMarked = (there.maker === hand.id) === own;
    return isBound && isMarked
      ? { state: 'done', evidence: `${volume} is bound to ${to.name}.` }
      : { state: 'partial', evidence: `${to.name} is ${there.phase ?? 'not bound yet'}, and is to have ${volume}.` };
  }
  const left = await readClaim(hand, namespace, from.name);
  if (left?.volume === volume) {
    // On the way back it may have been made anew, and not be all that it was.
    const isWhole = left.phase === 'Bound' && !left.isGoing && (left.maker === hand.id) === ownBefore;
    return { state: isWhole ? 'todo' : 'partial', evidence: `${volume} is bound to ${from.name}.` };
  }
  return { state: 'partial', evidence: `${volume} is bound to no claim.` };
}

/** Why the volume can not be moved at all, in plain words. */
function whyLost(
  volume: string,
  seen: VolumeSeen | undefined,
  namespace: string,
  names: readonly string[],
): string | undefined {
  if (seen === undefined) return `There is no volume ${volume} any more.`;
  if (seen.isGoing) return `The volume ${volume} is being removed.`;
  const { claim } = seen;
  if (claim === undefined || (claim.namespace === namespace && names.includes(claim.name))) return undefined;
  return `The volume ${volume} is kept for another claim: ${claim.namespace}/${claim.name}.`;
}

/**
 * Moves a volume: the old claim goes, the volume is reserved for the new one, which is made and bound. Nothing goes before the volume's reclaim policy was seen as
 * Retain, each time anew: with it the volume stays when its claim goes. https://kubernetes.io/docs/concepts/storage/persistent-volumes/#retain
 */
export async function moveVolume(hand: Hand, move: Move): Promise<void> {
  const { namespace, volume, from, to } = move;
  if ((await seeMove(hand, move)).state === 'done') return;
  if ((await readClaim(hand, namespace, to.name)) === undefined) {
    await letGo(hand, move);
    await reserve(hand, move);
    await seenFree(hand, volume);
    await hand.create(claimFor(namespace, volume, to), claimPlace(namespace, to.name));
  }
  for (;;) {
    const there = await readClaim(hand, namespace, to.name);
    if (there?.volume !== volume)
      throw new ClusterTrouble('broken', `The claim ${to.name} is gone, or is not for ${volume}.`);
    if (there.phase === 'Bound') break;
    hand.tell({ text: `Waiting until ${volume} is bound to ${to.name} in the place of ${from.name}` });
    await hand.sleep(500);
  }
  await mark(hand, move);
}

/** Removes the old claim, that very one, and waits until it is gone: as long as a pod uses it, it stays. */
async function letGo(hand: Hand, { namespace, volume, from }: Move): Promise<void> {
  const seen = await readVolume(hand, volume);
  if (seen?.policy !== 'Retain')
    throw new ClusterTrouble('broken', `The volume ${volume} would go with its claim: its policy is not Retain.`);
  const left = await readClaim(hand, namespace, from.name);
  if (left?.volume !== volume) return;
  if (!left.isGoing) await hand.remove(claimPlace(namespace, from.name), { uid: left.uid });
  while ((await readClaim(hand, namespace, from.name))?.uid === left.uid) {
    hand.tell({ text: `Waiting until the claim ${from.name} is gone` });
    await hand.sleep(500);
  }
}

/** Reserves the volume for the new claim: without a uid it waits for one of that name, and nobody else gets it. */
async function reserve(hand: Hand, { namespace, volume, to }: Move): Promise<void> {
  const seen = await readVolume(hand, volume);
  const { claim } = seen ?? {};
  if (claim?.namespace === namespace && claim.name === to.name && claim.uid === undefined) return;
  const value = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: to.name };
  await hand.patch(volumePlace(volume), [
    { op: 'test', path: '/spec/persistentVolumeReclaimPolicy', value: 'Retain' },
    ...(claim?.uid === undefined ? [] : [{ op: 'test' as const, path: '/spec/claimRef/uid', value: claim.uid }]),
    // `add` also replaces.
    { op: 'add', path: '/spec/claimRef', value },
  ]);
}

/**
 * Waits, not for ever, until whoever binds claims has seen that the volume is reserved: a claim that comes before is taken for one that asks for somebody else's volume,
 * and looked at again only 15 s later. https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/volume/persistentvolume/pv_controller.go
 */
async function seenFree(hand: Hand, volume: string): Promise<void> {
  for (let look = 0; look < LOOKS && (await readVolume(hand, volume))?.phase !== 'Available'; look++) {
    hand.tell({ text: `Waiting until ${volume} is seen as free` });
    await hand.sleep(250);
  }
}

/** Leaves Plinth's labels only where the claim is to go with what the operation has made: what is kept must never be taken for that. */
async function mark(hand: Hand, { namespace, to, own }: Move): Promise<void> {
  const there = await readClaim(hand, namespace, to.name);
  if (own || there?.maker !== hand.id) return;
  await hand.patch(claimPlace(namespace, to.name), [
    { op: 'test', path: OPERATION, value: hand.id },
    { op: 'add', path: '/metadata/labels', value: to.labels },
  ]);
}
