/** Plain data as YAML and JSON hold it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The way from the root of an object to one of its values: `['spec', 'containers', 0, 'image']`. */
export type Path = readonly (string | number)[];

/**
 * One Kubernetes object, wherever it comes from: a YAML document of a workspace, an item of a `List`, a kustomize patch,
 * or a live object. The model is built from these alone; only who made the object knows how to turn a path into a place.
 */
export interface KubeObject {
  /** `apps/v1`; empty where the text does not say. */
  readonly apiVersion: string;
  /** `StatefulSet`; empty where the text does not say. */
  readonly kind: string;
  /** `metadata.name`; undefined where it is absent or templated (`generateName` is no name). */
  readonly name: string | undefined;
  /** `metadata.namespace`, or the one that a kustomization sets; undefined where nothing says. */
  readonly namespace: string | undefined;
  /** The whole object as plain data. Templated scalars are strings for which {@link isUnknown} holds. */
  readonly body: Json;
  /** True for a kustomize patch and its like: what is not there may be in the base, so nothing may be called missing. */
  readonly partial: boolean;
  /**
   * True when the map or list at `path` may hold more than can be seen: a template inserts something there, or the object
   * is {@link partial}, or an overlay lays a patch over it. What is not found below such a place is unknown, not absent. With a `key` the
   * question is whether that very key may be there.
   */
  isOpen(path: Path, key?: string | number): boolean;
}

/** First and last of the private-use characters that stand for a template's text (`{{ … }}`) in masked sources. */
const MASK_FIRST = '\uE000';
const MASK_LAST = '\uE00F';
const MASK = new RegExp(`[${MASK_FIRST}-${MASK_LAST}]`, 'u');

/** The character with which the document reader masks template text; each masked UTF-16 unit becomes one of these. */
export const MASK_CHARACTER = MASK_FIRST;

/** True for a value that only rendering can tell: its text is, or contains, a template. Unknown is not zero, and not absent. */
export function isUnknown(value: unknown): boolean {
  return typeof value === 'string' && MASK.test(value);
}

/** The value at `path` below `body`, or undefined where there is none. */
export function valueAt(body: Json | undefined, path: Path): Json | undefined {
  let value: Json | undefined = body;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return undefined;
    if (Array.isArray(value)) {
      value = typeof step === 'number' ? (value as readonly Json[])[step] : undefined;
    } else {
      value = Object.hasOwn(value, step) ? (value as Record<string, Json>)[step] : undefined;
    }
  }
  return value;
}
