import type { Field } from '../../../engines/model/field.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation } from '../../runner/step.ts';
import { fieldOf } from '../jobs/pod-words.ts';
import { placeOf, readSet, type SetName } from '../scale/set-seen.ts';
import { askedOf, isGatedSet, isHeld, lifting } from './change.ts';
import { GONE, readPod } from './is-fenced.ts';
import { dropNote, readNote } from './note.ts';
import { endPod } from './put-up.ts';

const PAUSE = 500;

/** A member that is to come back. */
export interface Unfencing extends SetName {
  readonly pod: string;
  /** When it is back: `ready`, the default; `released`: nothing holds it any more. Whoever was fenced because it was ill need not become Ready. */
  readonly until?: 'ready' | 'released';
}

/**
 * Takes a fence back: the set asks for what it did, with the template and the way to update that it had, and the pods that are held go, so that they are made anew. Waits
 * until the member is Ready. Where the template is as it was, so is its revision, and the other members stay. Run again it goes on where it was.
 */
export async function takeDown(hand: Hand, unfencing: Unfencing): Promise<void> {
  const { set } = await readSet(hand, unfencing);
  const note = readNote(set);
  if (note === 'unreadable') throw new Error(`What is noted of the fence of ${unfencing.set} cannot be read.`);
  if (note !== undefined && note.pod !== unfencing.pod) throw new Error(`${note.pod} is fenced, not ${unfencing.pod}.`);
  if (note !== undefined) await hand.patch(placeOf(unfencing), [...lifting(set, note), ...dropNote(note)]);
  await hand.forget([GONE]);
  for (;;) {
    await endHeld(hand, unfencing);
    const seen = await isBack(hand, unfencing);
    if (seen.state === 'done') return;
    if (seen.state === 'impossible') throw new Error(seen.evidence);
    hand.tell({ text: seen.evidence });
    await hand.sleep(PAUSE);
  }
}

/** Whether nothing is left of a fence, and the member is Ready. `todo`: it is fenced as ever. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function isBack(hand: Pick<Hand, 'see' | 'signal'>, unfencing: Unfencing): Promise<Observation> {
  const { set } = await readSet(hand, unfencing);
  const note = readNote(set);
  if (note !== undefined) {
    const pod = note === 'unreadable' ? 'A member' : note.pod;
    return { state: 'todo', evidence: `${pod} is fenced.` };
  }
  if (isGatedSet(set))
    return { state: 'impossible', evidence: `${unfencing.set} still holds its pods, and nothing says why.` };
  const pod = await readPod(hand, unfencing.namespace, unfencing.pod);
  if (pod === undefined && askedOf(set).replicas === 0)
    return { state: 'done', evidence: `Nothing is fenced, and ${unfencing.set} asks for no member at all.` };
  if (pod === undefined) return { state: 'partial', evidence: `${unfencing.pod} is not there yet.` };
  if (isHeld(pod)) return { state: 'partial', evidence: `${unfencing.pod} is still held.` };
  if (pod.at('metadata', 'deletionTimestamp').exists)
    return { state: 'partial', evidence: `${unfencing.pod} is ending.` };
  if (unfencing.until === 'released')
    return { state: 'done', evidence: `Nothing holds ${unfencing.pod} any more, and nothing is fenced.` };
  return isReady(pod)
    ? { state: 'done', evidence: `${unfencing.pod} is Ready, and nothing is fenced.` }
    : { state: 'partial', evidence: `${unfencing.pod} is not Ready yet.` };
}

const isReady = (pod: Field): boolean =>
  pod
    .at('status', 'conditions')
    .items()
    .some((one) => one.at('type').string() === 'Ready' && one.at('status').string() === 'True');

/** Another member whose pod ended meanwhile is held as well. Nothing runs in a pod that is held: each may go once the controller has seen the template without the gate. */
async function endHeld(hand: Hand, { namespace, pod: member, ...name }: Unfencing): Promise<void> {
  const { see, signal } = hand;
  const { set } = await readSet(hand, { namespace, ...name });
  const generation = set.at('metadata', 'generation').number() ?? 0;
  if ((set.at('status', 'observedGeneration').number() ?? 0) < generation) return;
  // First by its name: whoever may no longer list pods can still let the one come back that was fenced.
  const own = await readPod(hand, namespace, member);
  const ownUid = own?.at('metadata', 'uid').string();
  if (own !== undefined && ownUid !== undefined && isHeld(own) && !own.at('metadata', 'deletionTimestamp').exists)
    await endPod(hand, namespace, member, ownUid);
  const uid = set.at('metadata', 'uid').string();
  const labelSelector = Object.entries(set.at('spec', 'selector', 'matchLabels').stringMap())
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  for await (const { items } of see.list(RESOURCES.pods, namespace, { labelSelector, signal }))
    for (const pod of items.map(fieldOf)) {
      const owners = pod.at('metadata', 'ownerReferences').items();
      const isOurs = owners.some((owner) => owner.at('uid').string() === uid);
      const [podName, podUid] = ['name', 'uid'].map((key) => pod.at('metadata', key).string());
      if (!isOurs || !isHeld(pod) || podName === undefined || podUid === undefined) continue;
      if (!pod.at('metadata', 'deletionTimestamp').exists) await endPod(hand, namespace, podName, podUid);
    }
}
