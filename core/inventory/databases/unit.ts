import type { Operator } from '../../../engines/operators/index.ts';
import { numbered, ownedKey } from '../store/keys.ts';
import type { LiveLookup } from '../store/live-lookup.ts';
import { remembered } from '../store/remembered.ts';
import { makerKind, makerOf } from '../store/owners.ts';
import type { StoredObject } from '../store/stored-object.ts';
import type { LiveObject } from '../model.ts';
import { belongingTo, customResourceOf, operatorOfKind } from './operated.ts';

/** What may hold databases: a workload as people edit it, a custom resource, or what an unseen workload has made. */
export interface Unit {
  readonly key: UnitKey;
  readonly object: LiveObject;
  /** What the model is built from: the workload; where that cannot be seen, one of its pods. */
  readonly template: StoredObject;
  /** True where the template is one of the pods, and nothing says how many there should be. */
  readonly byPods: boolean;
  readonly pods: readonly StoredObject[];
  /** For a custom resource: who reads it, and what it says. */
  readonly operated: { readonly operator: Operator; readonly resource: StoredObject } | undefined;
}

/** `namespace/Kind/name`; the kind as the store knows it. */
export type UnitKey = string;

/** What a unit's model is built from; `operated` where it is part of a custom resource, which is shown in its place. */
export type TemplateFound = StoredObject | 'operated' | undefined;

/** The kinds whose pods are meant to stay. Jobs end: what they run is no database. */
const LASTING: ReadonlySet<string> = new Set(['StatefulSet', 'Deployment', 'DaemonSet']);
const PASSING: ReadonlySet<string> = new Set(['Job', 'CronJob']);

export function unitKey(namespace: string | undefined, kind: string, name: string): UnitKey {
  return `${namespace ?? ''}/${kind}/${name}`;
}

/** The unit to which an object belongs as workload, custom resource or pod; undefined for other kinds. */
export function unitOf(object: StoredObject): UnitKey | undefined {
  if (LASTING.has(object.indexKind) || operatorOfKind(object.indexKind)) {
    return unitKey(object.namespace, object.indexKind, object.name);
  }
  if (object.kind !== 'Pod') return undefined;
  const maker = makerOf('Pod', object.body);
  if (maker === undefined) return unitKey(object.namespace, 'Pod', object.name);
  return PASSING.has(maker.kind) ? undefined : unitKey(object.namespace, makerKind(maker), maker.name);
}

/** Finds what the model of a unit is built from. */
export function findTemplate(key: UnitKey, lookup: LiveLookup): TemplateFound {
  const { namespace, kind, name } = partsOf(key);
  const object = lookup.one(kind, namespace, name);
  const operator = operatorOfKind(kind);
  if (operator && object) return templateOfCustom(object, operator, lookup);
  const own = object !== undefined && (LASTING.has(kind) || kind === 'Pod') ? object : podsOf(key, lookup)[0];
  if (own === undefined) return undefined;
  return customResourceOf(own, lookup) ? 'operated' : own;
}

/** A StatefulSet of the custom resource; an operator that makes its pods itself has none. */
function templateOfCustom(resource: StoredObject, operator: Operator, lookup: LiveLookup): StoredObject | undefined {
  const [set] = belongingTo(resource, operator, 'StatefulSet', lookup).sort(byOrdinal);
  return set ?? belongingTo(resource, operator, 'Pod', lookup).sort(byOrdinal)[0];
}

/** Finds what a unit consists of now; undefined where nothing of it is left, or it is part of another. */
export function findUnit(key: UnitKey, lookup: LiveLookup): Unit | undefined {
  const { namespace, kind, name } = partsOf(key);
  const template = findTemplate(key, lookup);
  if (template === undefined || template === 'operated') return undefined;
  const operator = operatorOfKind(kind);
  const object = lookup.one(kind, namespace, name);
  if (operator && object) {
    const pods = belongingTo(object, operator, 'Pod', lookup).sort(byOrdinal);
    return { key, object: object.ref, template, byPods: false, pods, operated: { operator, resource: object } };
  }
  const seen = { key, template, operated: undefined };
  if (kind === 'Pod') return { ...seen, object: template.ref, byPods: false, pods: [template] };
  const pods = podsOf(key, lookup);
  if (template === object) return { ...seen, object: object.ref, byPods: false, pods };
  const maker = makerOf('Pod', template.body);
  const apiVersion = maker?.apiVersion ?? '';
  const owner = { apiVersion, kind: maker?.kind ?? kind, namespace, name, uid: maker?.uid ?? '' };
  return { ...seen, object: owner, byPods: true, pods };
}

function podsOf(key: UnitKey, lookup: LiveLookup): StoredObject[] {
  const { namespace, kind, name } = partsOf(key);
  return [...lookup.bucket(ownedKey('Pod', namespace, kind, name))].sort(byOrdinal);
}

function partsOf(key: UnitKey): { readonly namespace: string; readonly kind: string; readonly name: string } {
  const [namespace = '', kind = '', name = ''] = key.split('/');
  return { namespace, kind, name };
}

/** A name is read once, not for each comparison. */
const numberOf = remembered(({ name }) => numbered(name));

/** `db-2` before `db-10`; what has no ordinal by name. */
function byOrdinal(a: StoredObject, b: StoredObject): number {
  const one = numberOf(a);
  const other = numberOf(b);
  if (one !== undefined && one.stem === other?.stem) return one.ordinal - other.ordinal;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
