import type { ApiObject, ListOptions, Resource } from '../connection.ts';
import type { ClusterTrouble } from '../trouble.ts';

/** How it stands with a mirror. Times are milliseconds since 1970. */
export type MirrorState =
  /** The first list is not whole yet; `trouble` is why the last attempt failed. */
  | { readonly phase: 'loading'; readonly trouble?: ClusterTrouble; readonly retryAt?: number }
  /** What it shows is what the cluster has. */
  | { readonly phase: 'live'; readonly since: number }
  /** It shows what was true at `since`; it is tried again. */
  | { readonly phase: 'stale'; readonly since: number; readonly trouble: ClusterTrouble; readonly retryAt: number }
  /** One may not read it (now). What it shows is what was last seen. It is tried again slowly. */
  | { readonly phase: 'forbidden'; readonly trouble: ClusterTrouble; readonly retryAt: number }
  /** The cluster does not serve this resource (now): there are no such objects. */
  | { readonly phase: 'missing'; readonly retryAt: number }
  | { readonly phase: 'closed' };

/** What happened since the last change that was told. An object is in one of the lists at most. */
export interface MirrorChange {
  /** New ones, and new versions of old ones. */
  readonly changed: readonly ApiObject[];
  readonly removed: readonly ApiObject[];
  /** The state differs. */
  readonly state: boolean;
}

/** A truthful copy of a resource's objects. */
export interface Mirror {
  readonly resource: Resource;
  /** As it was when changes were last told: a listener that reads it knows of all objects that it promises. */
  readonly state: MirrorState;
  /** By uid, as they are now; changes of them may not have been told yet. */
  readonly objects: ReadonlyMap<string, ApiObject>;
  /** Calls back after changes, gathered over at most 50 ms. Ends with what it returns. A listener's error is the listener's own. */
  onChange(listener: (change: MirrorChange) => void): () => void;
  /** Ends every request. Nothing is told any more. */
  close(): void;
}

export interface MirrorOptions extends Pick<ListOptions, 'labelSelector' | 'fieldSelector'> {
  /** Makes an object smaller; undefined leaves it out. It must not change what identifies it: name, namespace, uid, resourceVersion. */
  readonly keep?: (object: ApiObject) => ApiObject | undefined;
  readonly pace?: Pace;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Pauses, in milliseconds. */
export interface Pace {
  /** Between two batches of changes. */
  readonly batch: number;
  /** After the first failure, and at most. */
  readonly first: number;
  readonly longest: number;
  /** After «forbidden» and «not served». */
  readonly refused: number;
}

export const PACE: Pace = { batch: 50, first: 500, longest: 30_000, refused: 30_000 };
