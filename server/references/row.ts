/**
 * One line of the table of references: where a kind of object names something else, and what. Paths are written with dots; `*` is any item of
 * a list or any entry of a map, `**` any way down.
 */
export interface Row {
  /** Kinds that hold it; `pod` for everything that runs pods, the path then begins at the pod template; `custom` for kinds that no other row knows. */
  readonly from: readonly string[] | 'pod' | 'custom';
  /** The API group of these kinds, where others have kinds of the same name. */
  readonly group?: string;
  readonly at: string;
  readonly to: Target;
}

/** What a place names. */
export type Target = ObjectTarget | PodsTarget | PlaceTarget;

/** Another object. */
export interface ObjectTarget {
  readonly is: 'object';
  /** Its kind; where the reference itself says it, the name of the field beside it. */
  readonly kind: string | { readonly field: string; readonly otherwise?: string };
  readonly group?: string;
  /** `none` for what lives outside namespaces, else the field beside the name that says it; without it the namespace of the object itself. */
  readonly namespace?: 'none' | { readonly field: string };
  /** Where keys of the object are named, from the map that holds its name. */
  readonly keys?: readonly string[];
  /** All keys of it are taken in under their own names. */
  readonly takesAll?: boolean;
}

/** Pods (or Services), by their labels. */
export interface PodsTarget {
  readonly is: 'selected';
  /** Pods of any workload of the namespace, those of the object itself alone, or Services. */
  readonly what: 'pods' | 'own pods' | 'Services';
  /** A plain map of labels, or a label selector. */
  readonly form: 'map' | 'selector';
}

/** A named part of the object itself, or of what it selects or names beside. */
export interface PlaceTarget {
  readonly is: 'volume' | 'container port' | 'port of selected pods' | 'port of the Service';
}

/** An object of a kind, in the same namespace. */
export function one(kind: string, more: Omit<ObjectTarget, 'is' | 'kind'> = {}): ObjectTarget {
  return { is: 'object', kind, ...more };
}

/** An object of a kind that lives outside namespaces. */
export function global(kind: string): ObjectTarget {
  return { is: 'object', kind, namespace: 'none' };
}
