import type { Field } from '../../../engines/model/field.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation } from '../../runner/step.ts';
import { fieldOf } from '../jobs/pod-words.ts';
import { readSet } from '../scale/set-seen.ts';
import { askedOf, isGatedSet, isHeld, isSameAsked, without } from './change.ts';
import type { Fence } from './fence.ts';
import { machineSeen } from './machine.ts';
import { readNote, type FenceNote } from './note.ts';

/** The fact under which it stands since when the fenced pod's object has not been seen any more: its uid, and milliseconds since 1970. */
export const GONE = 'fence-gone';

type Looking = Pick<Hand, 'see' | 'signal' | 'facts' | 'now'>;

/**
 * Whether a member is fenced now: it is noted on the workload, the pod of that uid is gone, its node confirms that nothing of it runs, and what came in its place is held
 * at the gate or was not made. Only `done` is a fence. `impossible`: another one is fenced, or somebody interfered. Throws {@link ClusterTrouble}.
 */
export async function isFencedNow(hand: Looking, fence: Fence): Promise<Observation> {
  const { set } = await readSet(hand, fence);
  const note = readNote(set);
  if (note === undefined) return { state: 'todo', evidence: `No member of ${fence.set} is fenced.` };
  if (note === 'unreadable')
    return { state: 'impossible', evidence: `What is noted of a fence of ${fence.set} cannot be read.` };
  if (note.pod !== fence.pod)
    return { state: 'impossible', evidence: `${note.pod} is fenced, and one at a time is enough.` };
  if (!standsAsFenced(set, note))
    return { state: 'impossible', evidence: `Somebody else has changed ${fence.set}: ${note.pod} may come back.` };
  const pod = await readPod(hand, fence.namespace, fence.pod);
  if (pod !== undefined) {
    const uid = pod.at('metadata', 'uid').string();
    const ending = pod.at('metadata', 'deletionTimestamp').exists;
    if (uid === note.uid) return { state: 'partial', evidence: `${note.pod} ${ending ? 'is ending' : 'runs still'}.` };
    if (!isHeld(pod)) return { state: 'partial', evidence: `Another pod ${note.pod} was made, and is not held.` };
  }
  const place = pod === undefined ? 'no pod is in its place' : 'the pod in its place is held at the gate';
  const seen = await machineSeen(hand.see, note, fence.attested, goneFor(hand, note), hand.signal);
  return {
    state: seen.proven ? 'done' : 'partial',
    evidence: `${note.pod} (uid ${note.uid}) is gone, and ${place}; ${seen.evidence}.`,
  };
}

/** What the fence changed is still so: else the member comes back whatever is done to its pod. */
function standsAsFenced(set: Field, note: FenceNote): boolean {
  if (note.way === 'gate') return isGatedSet(set);
  const to = without(note.pod, note.before);
  return to !== undefined && isSameAsked(askedOf(set), to);
}

/** Seconds since the pod of the note was first seen gone; 0 where nobody has. */
function goneFor(hand: Looking, { uid }: FenceNote): number {
  const known = hand.facts[GONE];
  if (typeof known !== 'object' || known === null || Array.isArray(known)) return 0;
  const { uid: of, at } = known as Readonly<Record<string, unknown>>;
  return of === uid && typeof at === 'number' ? Math.max(0, (hand.now() - at) / 1_000) : 0;
}

/** Keeps it when the pod of the note was first seen gone. */
export async function keepGone(hand: Hand, { uid }: FenceNote): Promise<void> {
  const known = hand.facts[GONE];
  const isKnown = typeof known === 'object' && known !== null && 'uid' in known && known['uid'] === uid;
  if (!isKnown) await hand.keep(GONE, { uid, at: hand.now() });
}

/** The pod of a name; undefined where there is none. Throws {@link ClusterTrouble}. */
export async function readPod(
  { see, signal }: Pick<Looking, 'see' | 'signal'>,
  namespace: string,
  name: string,
): Promise<Field | undefined> {
  try {
    return fieldOf(await see.read({ resource: RESOURCES.pods, namespace, name }, { signal }));
  } catch (error) {
    if (error instanceof ClusterTrouble && error.kind === 'missing') return undefined;
    throw error;
  }
}
