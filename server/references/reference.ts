import type { ManifestObject } from '../documents/index.ts';
import type { Path } from '../../engines/model/object.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What kind of thing is named: an object's kind, or a part of an object. */
export type What = `object ${string}` | `key ${string}` | 'pods' | 'Services' | 'volume' | 'port';

/** The place that gives a thing its name. */
export interface Definition {
  readonly what: What;
  readonly name: string;
  readonly object: ManifestObject;
  readonly path: Path;
  readonly part?: 'key' | 'value';
}

/** A place that names a thing defined elsewhere. */
export interface Reference {
  readonly what: What;
  /** The name; for labels, all of them as one text. */
  readonly name: string;
  readonly object: ManifestObject;
  readonly path: Path;
  readonly part?: 'key' | 'value';
  /** The object named takes in all of its keys under their own names. */
  readonly takesAll: boolean;
  /** What is meant, as far as it is in sight: the nearest, and several where nothing tells them apart. */
  readonly resolve: (workspace: Workspace) => readonly Definition[];
}

/** Whether two definitions are the same place. */
export function isSame(a: Definition, b: Definition): boolean {
  return (
    a.what === b.what &&
    a.object.node === b.object.node &&
    a.path.length === b.path.length &&
    a.path.every((step, at) => step === b.path[at])
  );
}
