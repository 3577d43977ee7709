import type { Connection, Resource } from '../connection.ts';
import type { MirrorOptions, Pace } from './mirror-state.ts';
import { ReadableNamespaces } from './readable-namespaces.ts';
import { ScopedFollower, type ScopedMirror } from './scoped-mirror.ts';

/** Where to look. */
export interface ScopeOptions {
  /** Only in these namespaces; nothing else is asked for. */
  readonly only?: readonly string[] | undefined;
  /** Also here, where one may not look everywhere: namespaces that the user has named. */
  readonly named?: readonly string[];
  /** Milliseconds after which rights in other namespaces are asked for again. Default 60,000. */
  readonly again?: number;
  readonly pace?: Pace;
}

/** Opens mirrors of what one may see of a cluster. */
export interface Scope {
  mirror(resource: Resource, options?: Omit<MirrorOptions, 'pace'>): ScopedMirror;
  /** Closes all mirrors of it; the connection stays. */
  close(): void;
}

/**
 * A view of a cluster as far as one’s rights go: everywhere where that is allowed, else in the namespaces that are named, in the context’s own, and
 * in those whose rules allow it. Each resource finds its own way, because rights differ.
 */
export function openScope(
  connection: Pick<Connection, 'context' | 'list' | 'watch' | 'may' | 'rules'>,
  { only, named = [], again, pace }: ScopeOptions = {},
): Scope {
  const own = connection.context.namespace;
  const namespaces = new ReadableNamespaces(connection, only ?? [...named, ...(own === undefined ? [] : [own])], {
    pace,
    ...(again === undefined ? {} : { again }),
  });
  const mirrors = new Set<ScopedMirror>();
  return {
    mirror: (resource, options = {}) => {
      const all = { ...options, ...(pace === undefined ? {} : { pace }) };
      const mirror = new ScopedFollower(connection, resource, namespaces, only !== undefined, all);
      mirrors.add(mirror);
      return mirror;
    },
    close: () => {
      for (const mirror of mirrors) mirror.close();
      namespaces.close();
    },
  };
}
