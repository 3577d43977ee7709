import { Field } from '../../engines/model/field.ts';
import { isWorkloadKind, podPath } from '../../engines/model/pod.ts';
import { selects } from '../../engines/model/selectors.ts';
import type { Selector } from '../../engines/model/selectors.ts';
import { ManifestObject } from '../documents/index.ts';
import { distance } from '../workspace/nearness.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { candidates, nearest } from './candidates.ts';
import type { Wanted } from './candidates.ts';
import { provided } from './provided.ts';
import type { Definition } from './reference.ts';

/** Files of one folder are that far apart. */
const SAME_FOLDER = 2;

/** Where an object's name stands that a reference asks for. */
export function objectsNamed(wanted: Wanted, origin: ManifestObject, workspace: Workspace): Definition[] {
  const written = candidates(wanted, origin, workspace).map(nameOf);
  const made = provided(wanted, origin, workspace);
  if (made.length === 0) return written;
  const all = [...written, ...made];
  const near = new Set(
    nearest(
      all.map(({ object }) => object),
      origin,
      wanted.namespace,
    ),
  );
  return all.filter(({ object }) => near.has(object));
}

/** The place of an object's own name. */
export function nameOf(object: ManifestObject): Definition {
  return { what: `object ${object.kind}`, name: object.name ?? '', object, path: ['metadata', 'name'] };
}

/** Where a key of a ConfigMap or Secret stands; where the object is made by something else, what makes it. */
export function keysNamed(key: string, wanted: Wanted, origin: ManifestObject, workspace: Workspace): Definition[] {
  return objectsNamed(wanted, origin, workspace).flatMap((definition): Definition[] => {
    const { object } = definition;
    if (object.kind !== wanted.kind) return [definition];
    return ['data', 'stringData', 'binaryData'].flatMap((part): Definition[] =>
      new Field(object, [part, key]).exists
        ? [{ what: `key ${wanted.kind}`, name: key, object, path: [part, key], part: 'key' }]
        : [],
    );
  });
}

/** The labels of pods that a selector chooses: of all workloads of the folder, else of the nearest. */
export function podsSelected(selector: Selector, origin: ManifestObject, workspace: Workspace): Definition[] {
  const lookup = workspace.lookup(origin, new Set());
  const bearers = lookup.bearing(origin, selector.labels).filter((object) => object instanceof ManifestObject);
  // A workload's rules about its own pods are not among its neighbours.
  const all = isWorkloadKind(origin.kind) ? [origin, ...bearers] : bearers;
  const chosen = all.filter((object) => selects(selector, labelsOf(object), 'PodDisruptionBudget'));
  return within(chosen, origin).map((object) => labelsDefinition(object, selector));
}

/** The labels of the pods that an object makes, where its own selector chooses them. */
export function ownPods(selector: Selector, origin: ManifestObject): Definition[] {
  return selects(selector, labelsOf(origin), 'PodDisruptionBudget') ? [labelsDefinition(origin, selector)] : [];
}

/** The labels of Services that a monitor chooses. */
export function servicesSelected(selector: Selector, origin: ManifestObject, workspace: Workspace): Definition[] {
  if (Object.keys(selector.labels).length === 0) return [];
  const chosen = workspace.ofKind('Service').filter((object) => {
    const labels = new Field(object, ['metadata', 'labels']).stringMap();
    return !object.partial && selects(selector, labels, 'ServiceMonitor');
  });
  return within(chosen, origin).map((object) => ({
    what: 'Services',
    name: object.name ?? '',
    object,
    path: ['metadata', 'labels'],
    part: 'key',
  }));
}

/** The labels of a workload's pods, as what a selector means. */
export function labelsDefinition(object: ManifestObject, { labels }: Pick<Selector, 'labels'>): Definition {
  const path = isWorkloadKind(object.kind) ? [...podPath(object.kind), 'metadata', 'labels'] : ['metadata', 'labels'];
  const [first] = Object.keys(labels);
  const whole = first === undefined ? path : [...path, first];
  return { what: 'pods', name: object.name ?? '', object, path: whole, part: 'key' };
}

function labelsOf(object: ManifestObject): Record<string, string> {
  return isWorkloadKind(object.kind)
    ? new Field(object, [...podPath(object.kind), 'metadata', 'labels']).stringMap()
    : {};
}

/** Whatever stands in the folder is selected; where nothing does, the nearest. */
function within(objects: readonly ManifestObject[], origin: ManifestObject): ManifestObject[] {
  const beside = objects.filter((object) => distance(origin, object) <= SAME_FOLDER);
  return beside.length > 0 ? beside : nearest(objects, origin, origin.namespace);
}
