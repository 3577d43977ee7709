import type { ManifestObject } from '../documents/index.ts';
import { byNearness, distance } from '../workspace/nearness.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { groupOf } from './walk.ts';

/** An object as a reference asks for it. */
export interface Wanted {
  readonly kind: string;
  readonly group?: string | undefined;
  readonly name: string;
  /** Undefined where nothing says it: then every namespace may be meant; null for what lives in none. */
  readonly namespace: string | undefined | null;
}

/**
 * The objects that a reference can mean: whole ones before patches, those that say the very namespace before those that say none, and of
 * these the nearest. Several where nothing tells them apart.
 */
export function candidates(wanted: Wanted, origin: ManifestObject, workspace: Workspace): ManifestObject[] {
  const { kind, group, name, namespace } = wanted;
  const fitting = workspace
    .named(kind, name)
    .filter((object) => group === undefined || groupOf(object.apiVersion) === group)
    .filter((object) => meets(object.namespace, namespace) && !workspace.generatorOf(object));
  const whole = fitting.filter(({ partial }) => !partial);
  return nearest(whole.length > 0 ? whole : fitting, origin, namespace);
}

/** Of objects that all fit, those that are meant. */
export function nearest(
  objects: readonly ManifestObject[],
  origin: ManifestObject,
  namespace: string | undefined | null,
): ManifestObject[] {
  if (objects.length < 2) return [...objects];
  const said = namespace ? objects.filter((object) => object.namespace === namespace) : [];
  const left = (said.length > 0 ? said : [...objects]).sort(byNearness(origin));
  const [first] = left;
  if (first === undefined) return [];
  const least = distance(origin, first);
  return left.filter((object) => distance(origin, object) === least);
}

/** Whether an object of one namespace can be meant where another is asked for; one that nothing says meets every one. */
export function meets(namespace: string | undefined, wanted: string | undefined | null): boolean {
  return wanted === null || wanted === undefined || namespace === undefined || namespace === wanted;
}
