import type { Connection, ObjectName, PatchOperation } from '../../cluster/connection.ts';

/** What owners are looked for with. */
export type Sight = Pick<Connection, 'read' | 'list'>;

/** Somebody who puts an object back as they want it, or changes it by themselves. */
export interface Owner {
  readonly by: 'Argo CD' | 'Flux' | 'KEDA' | 'HorizontalPodAutoscaler';
  /** `Application argocd/shop`. */
  readonly name: string;
  /**
   * `active`: it will fight. `passive`: it changes nothing until somebody asks for it, or a new version comes. `paused`: somebody has paused it. `unknown`: it
   * owns the object, and how it stands cannot be seen from here.
   */
  readonly state: 'active' | 'passive' | 'paused' | 'unknown';
  /** What was seen. */
  readonly evidence: string;
  /** How it is paused; undefined where its API has no pause, or it is out of sight. */
  readonly pause: Pause | undefined;
}

/** A way to pause an owner, and to take that back: one field of one object. */
export interface Pause {
  readonly object: ObjectName;
  /** Where it stands in the object: `['metadata', 'annotations', 'argocd.argoproj.io/skip-reconcile']`. */
  readonly path: readonly string[];
  readonly value: string | boolean;
  /** What stood there before; undefined: nothing. */
  readonly before: string | boolean | undefined;
  /** The same by hand. No secret. */
  readonly command: string;
  readonly undoCommand: string;
  readonly source: string;
}

/** A way of an object as JSON Pointer. https://www.rfc-editor.org/rfc/rfc6901 */
export function pointer(path: readonly string[]): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The patch that brings a field to a value, or away; `parents` says whether the map around it is there. */
export function putting(
  path: readonly string[],
  value: string | boolean | undefined,
  parents: boolean,
): readonly PatchOperation[] {
  if (value === undefined) return [{ op: 'remove', path: pointer(path) }];
  const above = path.slice(0, -1);
  return [
    ...(parents ? [] : [{ op: 'add' as const, path: pointer(above), value: {} }]),
    { op: 'add', path: pointer(path), value },
  ];
}
