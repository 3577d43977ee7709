import { numbered, ownedKey } from '../store/keys.ts';
import type { LiveLookup } from '../store/live-lookup.ts';
import { makerOf } from '../store/owners.ts';
import type { StoredObject } from '../store/stored-object.ts';
import type { LiveObject } from '../model.ts';

/** What may hold databases: a workload as people edit it, or what an unseen one has made. Named `namespace/Kind/name`. */
export interface Unit {
  readonly key: UnitKey;
  readonly object: LiveObject;
  /** What the model is built from: the workload; where that cannot be seen, one of its pods. */
  readonly template: StoredObject;
  /** True where the template is one of the pods, and nothing says how many there should be. */
  readonly byPods: boolean;
  readonly pods: readonly StoredObject[];
}

export type UnitKey = string;

/** The kinds whose pods are meant to stay. Jobs end: what they run is no database. */
const LASTING: ReadonlySet<string> = new Set(['StatefulSet', 'Deployment', 'DaemonSet']);
const PASSING: ReadonlySet<string> = new Set(['Job', 'CronJob']);

export function unitKey(namespace: string | undefined, kind: string, name: string): UnitKey {
  return `${namespace ?? ''}/${kind}/${name}`;
}

/** The unit to which an object belongs as workload or pod; undefined for other kinds. */
export function unitOf(object: StoredObject): UnitKey | undefined {
  if (LASTING.has(object.kind)) return unitKey(object.namespace, object.kind, object.name);
  if (object.kind !== 'Pod') return undefined;
  const maker = makerOf('Pod', object.body);
  if (maker === undefined) return unitKey(object.namespace, 'Pod', object.name);
  return PASSING.has(maker.kind) ? undefined : unitKey(object.namespace, maker.kind, maker.name);
}

/** Finds what a unit consists of now; undefined where nothing of it is left. */
export function findUnit(key: UnitKey, lookup: LiveLookup): Unit | undefined {
  const [namespace = '', kind = '', name = ''] = key.split('/');
  const workload = lookup.one(kind, namespace, name);
  if (kind === 'Pod') {
    return workload && { key, object: workload.ref, template: workload, byPods: false, pods: [workload] };
  }
  const pods = [...lookup.bucket(ownedKey('Pod', namespace, { kind, name }))].sort(byOrdinal);
  if (workload !== undefined && LASTING.has(kind)) {
    return { key, object: workload.ref, template: workload, byPods: false, pods };
  }
  const [template] = pods;
  if (template === undefined) return undefined;
  const maker = makerOf('Pod', template.body);
  const object = { apiVersion: maker?.apiVersion ?? '', kind, namespace, name, uid: maker?.uid ?? '' };
  return { key, object, template, byPods: true, pods };
}

/** `db-2` before `db-10`; what has no ordinal by name. */
function byOrdinal(a: StoredObject, b: StoredObject): number {
  const one = numbered(a.name);
  const other = numbered(b.name);
  if (one !== undefined && one.stem === other?.stem) return one.ordinal - other.ordinal;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
