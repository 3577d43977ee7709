import { Field } from '../../../engines/model/field.ts';
import { isWorkloadKind, podPath } from '../../../engines/model/pod.ts';
import { operators } from '../../../engines/operators/index.ts';
import type { CustomKind, Operator } from '../../../engines/operators/index.ts';
import { operatedKey } from '../store/keys.ts';
import type { LiveLookup } from '../store/live-lookup.ts';
import { NAME_LABELS } from '../store/operator-labels.ts';
import { indexKind } from '../store/index-kind.ts';
import type { StoredObject } from '../store/stored-object.ts';

/** How the store calls a custom resource's kind. */
export function kindInStore({ group, kind }: CustomKind): string {
  return indexKind(group, kind);
}

const BY_KIND: ReadonlyMap<string, Operator> = new Map(operators.map((one) => [kindInStore(one.resource), one]));

/** The operator whose custom resources the store keeps under this kind. */
export function operatorOfKind(kind: string): Operator | undefined {
  return BY_KIND.get(kind);
}

/** The custom resource to which a pod, or the pods of a workload, belong by their labels; undefined where there is none in sight. */
export function customResourceOf(object: StoredObject, lookup: LiveLookup): StoredObject | undefined {
  const labels = podLabels(object);
  for (const [operator, { label, before, after }] of NAME_LABELS) {
    const value = labels[label];
    if (value === undefined || !value.startsWith(before) || !value.endsWith(after)) continue;
    const name = value.slice(before.length, value.length - after.length);
    if (name === '' || !bears(labels, operator.podLabels(name))) continue;
    const found = lookup.one(kindInStore(operator.resource), object.namespace, name);
    if (found) return found;
  }
  return undefined;
}

/** Objects of a kind (Pod, StatefulSet) that belong to a custom resource, by name. */
export function belongingTo(
  resource: StoredObject,
  operator: Operator,
  kind: string,
  lookup: LiveLookup,
): StoredObject[] {
  const name = NAME_LABELS.get(operator);
  if (name === undefined) return [];
  const wanted = operator.podLabels(resource.name);
  const key = operatedKey(kind, resource.namespace ?? '', name.label, wanted[name.label] ?? '');
  return [...lookup.bucket(key)].filter((object) => bears(podLabels(object), wanted));
}

function podLabels(object: StoredObject): Readonly<Record<string, string>> {
  if (!isWorkloadKind(object.kind)) return {};
  return new Field(object, [...podPath(object.kind), 'metadata', 'labels']).stringMap();
}

function bears(labels: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
