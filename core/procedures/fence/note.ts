import type { Field } from '../../../engines/model/field.ts';
import type { Json } from '../../../engines/model/object.ts';
import type { PatchOperation } from '../../cluster/connection.ts';
import { pointer } from '../../preflight/owners/owner.ts';
import type { Fence, FenceWay } from './fence.ts';

/** On the workload: the name of the pod that is fenced. */
export const FENCED = 'plinth.dev/fenced';
/** Beside it: what must be known to take the fence back, whoever does, as JSON. No secret. */
export const FENCE_NOTE = 'plinth.dev/fence-note';

/** The fact under which an operation keeps the note as text, before anything is changed: its plan is the same when it is taken up again. */
export const FENCE_FACT = 'fence-note';

/** What stands on a workload while one of its members is fenced. It is written in one patch with the fence, so that neither is there without the other. */
export interface FenceNote {
  readonly pod: string;
  readonly way: FenceWay;
  /** The operation that fenced it. */
  readonly by: string;
  /** Milliseconds since 1970, by the clock of whoever fenced it; notes of before have none. */
  readonly since?: number;
  readonly role: Fence['role'];
  /** The pod that is to end; only a namesake of another uid may be there. */
  readonly uid: string;
  /** Where it ran; undefined: no node had taken it, and nothing ran. */
  readonly node: string | undefined;
  /** Seconds that it had to end in order. */
  readonly grace: number;
  /** What the set asked for, and its way to update. */
  readonly before: {
    readonly replicas: number;
    readonly start: number;
    /** Whether it had `spec.ordinals` at all: absent is the same as a start of 0. */
    readonly ordinals?: boolean;
    readonly updateStrategy: Json;
  };
}

/** Reads the note of a StatefulSet. `unreadable`: a member is fenced, and nobody knows how. */
export function readNote(set: Field): FenceNote | 'unreadable' | undefined {
  const annotations = set.at('metadata', 'annotations').stringMap();
  const { [FENCED]: pod, [FENCE_NOTE]: text } = annotations;
  if (pod === undefined && text === undefined) return undefined;
  const found = parseNote(text ?? '');
  return found?.pod === pod ? (found ?? 'unreadable') : 'unreadable';
}

/** The note of a text; undefined where it is none. */
export function parseNote(text: string): FenceNote | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return isNote(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isNote(found: unknown): found is FenceNote {
  if (typeof found !== 'object' || found === null) return false;
  const { pod, way, by, role, uid, grace, before } = found as Record<string, unknown>;
  const { replicas, start } = (before ?? {}) as Record<string, unknown>;
  return (
    [pod, by, role, uid].every((one) => typeof one === 'string') &&
    (way === 'gate' || way === 'scale') &&
    [grace, replicas, start].every((one) => typeof one === 'number')
  );
}

const place = (name: string): string => pointer(['metadata', 'annotations', name]);

/** The operations that put a note; the annotations are there, because the epoch's stands among them. */
export const putNote = (note: FenceNote): readonly PatchOperation[] => [
  { op: 'add', path: place(FENCED), value: note.pod },
  { op: 'add', path: place(FENCE_NOTE), value: JSON.stringify(note) },
];

/** The operations that take it away, where it is still that of this pod. */
export const dropNote = ({ pod }: FenceNote): readonly PatchOperation[] => [
  { op: 'test', path: place(FENCED), value: pod },
  { op: 'remove', path: place(FENCED) },
  { op: 'remove', path: place(FENCE_NOTE) },
];
