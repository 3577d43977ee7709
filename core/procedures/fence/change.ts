import type { Field } from '../../../engines/model/field.ts';
import type { Json } from '../../../engines/model/object.ts';
import type { PatchOperation } from '../../cluster/connection.ts';
import { ordinalOf } from './fence.ts';
import type { FenceNote } from './note.ts';

/**
 * The name of the scheduling gate at which a fenced pod is held. Gates are a pod's from its beginning, and nobody schedules it before the last one is gone.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/
 * Seen with the API server and the StatefulSet controller of 1.36.3 (nodes made believe): the first and the middle one of three come back SchedulingGated, the others keep
 * their uids; with the template and the strategy of before the set has the very revision of before, and nothing rolls.
 */
export const GATE = 'plinth.dev/fenced';

/** Under it a change of the template ends no pod. https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies */
const ON_DELETE = { type: 'OnDelete' } as const;

const GATES = '/spec/template/spec/schedulingGates';
const STRATEGY = '/spec/updateStrategy';

export interface Asked {
  readonly replicas: number;
  readonly start: number;
}

/** What a set asks for now. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec */
export const askedOf = (set: Field): Asked => ({
  replicas: set.at('spec', 'replicas').number() ?? 1,
  start: set.at('spec', 'ordinals', 'start').number() ?? 0,
});

export const isSameAsked = (one: Asked, other: Asked): boolean =>
  one.replicas === other.replicas && one.start === other.start;

/**
 * What the set asks for without the member; undefined for one that is neither the first nor the last, and for the only one. Seen with the same servers: the others keep
 * their uids both ways.
 */
export function without(pod: string, { replicas, start }: Asked): Asked | undefined {
  const ordinal = ordinalOf(pod);
  if (ordinal === undefined || replicas < 2) return undefined;
  if (ordinal === start + replicas - 1) return { replicas: replicas - 1, start };
  return ordinal === start ? { replicas: replicas - 1, start: start + 1 } : undefined;
}

const gatesOf = (of: Field): readonly (string | undefined)[] =>
  of
    .at('schedulingGates')
    .items()
    .map((gate) => gate.at('name').string());

/** Whether the set's new pods are held at our gate. */
export const isGatedSet = (set: Field): boolean => gatesOf(set.at('spec', 'template', 'spec')).includes(GATE);

/** Whether this pod is held at our gate: no node has taken it, so nothing of it runs. */
export const isHeld = (pod: Field): boolean =>
  gatesOf(pod.at('spec')).includes(GATE) && !pod.at('spec', 'nodeName').exists;

/** The change of the set that keeps the member away, beside the note. Throws where the way does not lead to this member. */
export function fencing(set: Field, { pod, way, before }: FenceNote): readonly PatchOperation[] {
  if (way === 'scale') {
    const to = without(pod, before);
    if (to === undefined) throw new Error(`${pod} is neither the first member nor the last one.`);
    return asking(before, to);
  }
  const gates = set.at('spec', 'template', 'spec', 'schedulingGates');
  return [
    { op: 'add', path: STRATEGY, value: ON_DELETE },
    gates.exists
      ? { op: 'add', path: `${GATES}/-`, value: { name: GATE } }
      : { op: 'add', path: GATES, value: [{ name: GATE }] },
  ];
}

/** The change that lets the member come back. What the set's owner has changed since stays. Throws where somebody else has scaled it. */
export function lifting(set: Field, note: FenceNote): readonly PatchOperation[] {
  const { pod, way, before } = note;
  if (way === 'scale') {
    const to = without(pod, before);
    const now = askedOf(set);
    if (isSameAsked(now, before)) return [];
    if (to === undefined || !isSameAsked(now, to)) throw new Error('Somebody else has scaled the set since.');
    return asking(now, before, before.ordinals === true);
  }
  const gates = gatesOf(set.at('spec', 'template', 'spec'));
  const at = gates.indexOf(GATE);
  const gate: readonly PatchOperation[] =
    at < 0
      ? []
      : [
          { op: 'test', path: `${GATES}/${String(at)}/name`, value: GATE },
          { op: 'remove', path: gates.length === 1 ? GATES : `${GATES}/${String(at)}` },
        ];
  const isOurs = set.at('spec', 'updateStrategy', 'type').string() === ON_DELETE.type;
  if (!isOurs) return gate;
  // Whoever has set another strategy since wants that one.
  const strategy: Json = before.updateStrategy;
  return [
    ...gate,
    strategy === null ? { op: 'remove', path: STRATEGY } : { op: 'replace', path: STRATEGY, value: strategy },
  ];
}

/** `keeps`: a start of 0 is written; else `ordinals` goes, which is the same, and leaves nothing behind. */
function asking(from: Asked, to: Asked, keeps = true): readonly PatchOperation[] {
  const ordinals: PatchOperation =
    to.start === 0 && !keeps
      ? { op: 'remove', path: '/spec/ordinals' }
      : // Also replaces.
        { op: 'add', path: '/spec/ordinals', value: { start: to.start } };
  return [
    { op: 'test', path: '/spec/replicas', value: from.replicas },
    ...(from.start === to.start ? [] : [ordinals]),
    { op: 'replace', path: '/spec/replicas', value: to.replicas },
  ];
}
