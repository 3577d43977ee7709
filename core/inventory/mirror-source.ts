import type { ApiObject, Connection, Resource } from '../cluster/connection.ts';
import { openMirror } from '../cluster/mirror.ts';
import type { Mirror, MirrorChange, MirrorState } from '../cluster/mirror-state.ts';
import type { FeedChanges, FeedSource, FeedState, ObjectFeed } from './feed.ts';

/** Feeds from mirrors of a connection: one for all namespaces, or one for each that one looks at. */
export class MirrorSource implements FeedSource {
  readonly namespaces: readonly string[] | undefined;
  readonly #connection: Connection;

  constructor(connection: Connection, namespaces: readonly string[] | undefined) {
    this.#connection = connection;
    this.namespaces = namespaces;
  }

  open(resource: Resource, slim: (object: ApiObject) => ApiObject): ObjectFeed {
    const scopes = resource.namespaced ? (this.namespaces ?? [undefined]) : [undefined];
    const open = (namespace: string | undefined): readonly [string | undefined, Mirror] => [
      namespace,
      openMirror(this.#connection, resource, namespace, { keep: slim }),
    ];
    return new MirrorFeed(resource, scopes.map(open));
  }
}

/** Several mirrors of one resource as one feed. */
class MirrorFeed implements ObjectFeed {
  readonly resource: Resource;
  readonly #mirrors: readonly (readonly [namespace: string | undefined, mirror: Mirror])[];

  constructor(resource: Resource, mirrors: readonly (readonly [string | undefined, Mirror])[]) {
    this.resource = resource;
    this.#mirrors = mirrors;
  }

  get state(): FeedState {
    const states = this.#mirrors.map(([namespace, { state }]) => ({ namespace, state }));
    const refused = states.filter(({ state }) => state.phase === 'forbidden').map(({ namespace }) => namespace);
    const troubled = states.map(({ state }) => troubleOf(state)).find((trouble) => trouble !== undefined);
    return {
      whole: states.every(({ state }) => isWhole(state)),
      refused: refused.length === states.length ? 'all' : refused.filter((namespace) => namespace !== undefined),
      trouble: troubled?.seen,
      retryAt: troubled?.retryAt,
    };
  }

  onChanges(listener: (changes: FeedChanges) => void): () => void {
    return this.#listen(({ changed, removed }) => {
      if (changed.length + removed.length > 0) listener({ put: changed, removed });
    });
  }

  onState(listener: (state: FeedState) => void): () => void {
    return this.#listen(({ state }) => {
      if (state) listener(this.state);
    });
  }

  close(): void {
    for (const [, mirror] of this.#mirrors) mirror.close();
  }

  #listen(listener: (change: MirrorChange) => void): () => void {
    const ends = this.#mirrors.map(([, mirror]) => mirror.onChange(listener));
    return () => {
      for (const end of ends) end();
    };
  }
}

/** It was listed once, or there is nothing that one could list. */
function isWhole(state: MirrorState): boolean {
  return state.phase !== 'loading' && state.phase !== 'closed';
}

function troubleOf(
  state: MirrorState,
): { readonly seen: FeedState['trouble']; readonly retryAt: number | undefined } | undefined {
  if (state.phase !== 'stale' && state.phase !== 'loading') return undefined;
  const { trouble, retryAt } = state;
  return trouble && { seen: { kind: trouble.kind, message: trouble.message }, retryAt };
}
