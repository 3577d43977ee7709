import type { ApiObject, Connection, Resource } from '../cluster/connection.ts';
import { openScope } from '../cluster/mirrors/scope.ts';
import type { Scope, ScopeOptions } from '../cluster/mirrors/scope.ts';
import type { MirrorChange } from '../cluster/mirrors/mirror-state.ts';
import type { ScopedMirror } from '../cluster/mirrors/scoped-mirror.ts';
import type { FeedChanges, FeedSource, FeedState, ObjectFeed } from './feed.ts';

/** Feeds from mirrors of a cluster, as far as one's rights go. */
export class MirrorSource implements FeedSource {
  readonly #scope: Scope;
  #pods: ScopedMirror | undefined;

  constructor(connection: Connection, options: ScopeOptions) {
    this.#scope = openScope(connection, options);
  }

  get namespaces(): readonly string[] | undefined {
    return this.#pods?.state.namespaces;
  }

  open(resource: Resource, slim: (object: ApiObject) => ApiObject): ObjectFeed {
    const mirror = this.#scope.mirror(resource, { keep: slim });
    if (resource.kind === 'Pod') this.#pods = mirror;
    return new MirrorFeed(mirror);
  }

  close(): void {
    this.#scope.close();
  }
}

/** A mirror as a feed. */
class MirrorFeed implements ObjectFeed {
  readonly resource: Resource;
  readonly #mirror: ScopedMirror;

  constructor(mirror: ScopedMirror) {
    this.resource = mirror.resource;
    this.#mirror = mirror;
  }

  get state(): FeedState {
    const { whole, refused, trouble, retryAt } = this.#mirror.state;
    return { whole, refused, trouble: trouble && { kind: trouble.kind, message: trouble.message }, retryAt };
  }

  onChanges(listener: (changes: FeedChanges) => void): () => void {
    return this.#mirror.onChange(({ changed, removed }: MirrorChange) => {
      if (changed.length + removed.length > 0) listener({ put: changed, removed });
    });
  }

  onState(listener: (state: FeedState) => void): () => void {
    return this.#mirror.onChange(({ state }) => {
      if (state) listener(this.state);
    });
  }

  close(): void {
    this.#mirror.close();
  }
}
