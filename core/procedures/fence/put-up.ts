import type { Field } from '../../../engines/model/field.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { isTrouble } from '../../runner/patience.ts';
import type { Hand } from '../../runner/hand.ts';
import { placeOf, readSet } from '../scale/set-seen.ts';
import { askedOf, fencing, isHeld } from './change.ts';
import type { Fence } from './fence.ts';
import { isFencedNow, keepGone, readPod } from './is-fenced.ts';
import { FENCE_FACT, putNote, readNote, type FenceNote } from './note.ts';

/** Milliseconds between two looks. */
const PAUSE = 500;
/** Seconds that Kubernetes gives a pod that does not say. */
const GRACE = 30;

/** Fences a member, and waits until it is proven. Run again it goes on where it was. Throws where that is not possible. */
export async function putUp(hand: Hand, fence: Fence): Promise<void> {
  const note = await change(hand, fence);
  for (;;) {
    const pod = await readPod(hand, fence.namespace, fence.pod);
    const uid = pod?.at('metadata', 'uid').string();
    if (uid !== note.uid) await keepGone(hand, note);
    if (note.way === 'gate' && pod !== undefined && uid !== undefined) await endUnheld(hand, fence, pod, uid);
    if (pod !== undefined && uid === note.uid) await shorten(hand, fence, pod, uid);
    const seen = await isFencedNow(hand, fence);
    if (seen.state === 'done') return;
    if (seen.state !== 'partial') throw new Error(seen.evidence);
    hand.tell({ text: seen.evidence });
    await hand.sleep(PAUSE);
  }
}

/** Changes the set, with the note of how it was, in one patch. Gives the note. */
async function change(hand: Hand, fence: Fence): Promise<FenceNote> {
  const { set } = await readSet(hand, fence);
  const known = readNote(set);
  if (known !== undefined) {
    if (known === 'unreadable' || known.pod !== fence.pod) throw new Error('Another member is fenced.');
    return known;
  }
  const pod = await readPod(hand, fence.namespace, fence.pod);
  const uid = pod?.at('metadata', 'uid').string();
  if (pod === undefined || uid === undefined)
    throw new Error(`There is no pod ${fence.pod}: what it was, and where it ran, nobody can tell.`);
  const note: FenceNote = {
    pod: fence.pod,
    way: fence.way,
    by: hand.id,
    since: hand.now(),
    role: fence.role,
    uid,
    node: pod.at('spec', 'nodeName').string(),
    grace: pod.at('spec', 'terminationGracePeriodSeconds').number() ?? GRACE,
    before: {
      ...askedOf(set),
      ordinals: set.at('spec', 'ordinals').exists,
      updateStrategy: set.at('spec', 'updateStrategy').value ?? null,
    },
  };
  await hand.keep(FENCE_FACT, JSON.stringify(note));
  await hand.patch(placeOf(fence), [...fencing(set, note), ...putNote(note)]);
  return note;
}

/**
 * Ends a pod of the member that is not held: the one that is to go, and one that the controller made by an older template. Before its controller has seen the new one, a
 * new pod would not be held.
 */
async function endUnheld(hand: Hand, fence: Fence, pod: Field, uid: string): Promise<void> {
  if (isHeld(pod) || pod.at('metadata', 'deletionTimestamp').exists) return;
  const { set } = await readSet(hand, fence);
  const generation = set.at('metadata', 'generation').number() ?? 0;
  if ((set.at('status', 'observedGeneration').number() ?? 0) < generation) return;
  await endPod(hand, fence.namespace, fence.pod, uid, fence.grace);
}

/** A pod that is ending is asked again where it was given longer: its controller, or somebody, asked first. The API never makes it longer. */
async function shorten(hand: Hand, { namespace, pod: name, grace }: Fence, pod: Field, uid: string): Promise<void> {
  const given = pod.at('metadata', 'deletionGracePeriodSeconds').number();
  if (grace === undefined || given === undefined || given <= grace) return;
  await endPod(hand, namespace, name, uid, grace);
}

/** Asks for the end of this very pod, within `grace` seconds, or in its own time. A namesake that was made since is left alone. */
export async function endPod(hand: Hand, namespace: string, name: string, uid: string, grace?: number): Promise<void> {
  const options = grace === undefined ? { uid } : { uid, graceSeconds: grace };
  try {
    await hand.remove({ resource: RESOURCES.pods, namespace, name }, options);
  } catch (error) {
    // Another uid: it is gone already.
    if (!isTrouble(error, 'conflict')) throw error;
  }
}
