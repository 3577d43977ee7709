import type { ApiObject, Resource } from '../cluster/connection.ts';
import type { TroubleSeen } from './model.ts';

/** What changed since the last batch. An object stands in one of both lists, and its last value counts. */
export interface FeedChanges {
  /** New or changed objects. */
  readonly put: readonly ApiObject[];
  /** Objects that are gone, as they were last seen. */
  readonly removed: readonly ApiObject[];
}

/** How far a feed is to be trusted. */
export interface FeedState {
  /** Every scope of it has been listed once, or is refused: what is not here does not exist, as far as one may see. */
  readonly whole: boolean;
  /** Namespaces in which one may not read it; `'all'` where one may nowhere. */
  readonly refused: 'all' | readonly string[];
  /** Why it does not follow changes now; undefined while it does. */
  readonly trouble: TroubleSeen | undefined;
  /** When it tries again, in milliseconds since 1970. */
  readonly retryAt: number | undefined;
}

/** The objects of one resource, in all scopes that one may read. First a batch with all that there is, then the changes. */
export interface ObjectFeed {
  readonly resource: Resource;
  readonly state: FeedState;
  /** Batches come at most every 50 ms. Ends with what it returns. */
  onChanges(listener: (changes: FeedChanges) => void): () => void;
  onState(listener: (state: FeedState) => void): () => void;
  close(): void;
}

/** Where an inventory has its objects from: the mirrors of a connection, or a test's own. */
export interface FeedSource {
  /** Namespaces that are looked at; undefined: all. */
  readonly namespaces: readonly string[] | undefined;
  /**
   * Opens the feed of a resource. `slim` is applied to each object on arrival, before it is kept anywhere.
   */
  open(resource: Resource, slim: (object: ApiObject) => ApiObject): ObjectFeed;
  /** Closes what is left open. */
  close(): void;
}
