import type { Connection } from '../cluster/connection.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import type { LiveDatabase } from '../inventory/model.ts';
import { cachePlace, readCache } from './cache.ts';
import type { KnownBackup } from './known.ts';
import { IN_CLUSTER, knownSnapshot, listSnapshots } from './snapshots.ts';

/** Where backups could not be looked for. */
export interface Unread {
  /** The destination's name; {@link IN_CLUSTER} for snapshots. */
  readonly destination: string;
  /** In plain words. */
  readonly why: string;
}

/** The backups of a database. */
export interface Listed {
  /** The newest first; undefined where nothing is known. */
  readonly backups: readonly KnownBackup[] | undefined;
  readonly unread: readonly Unread[];
}

/**
 * The backups of a database: its snapshots, and the others as they were last seen at its destinations. What was last seen is a cache and never the truth:
 * {@link ./refresh.refreshBackups} looks anew. Throws {@link ClusterTrouble}.
 */
export async function listBackups(
  connection: Pick<Connection, 'read' | 'list'>,
  database: Pick<LiveDatabase, 'namespace' | 'workload'>,
  signal?: AbortSignal,
): Promise<Listed> {
  const { backups: snapshots, unread } = await knownSnapshots(connection, database, signal);
  const cached = await cachedBackups(connection, database, signal);
  if (cached === undefined && snapshots.length === 0) return { backups: undefined, unread };
  return { backups: newestFirst([...(cached ?? []), ...snapshots]), unread };
}

/** Snapshots need no cache: they are asked for. Where one may not see them that is said; a cluster that knows none has none. */
export async function knownSnapshots(
  connection: Pick<Connection, 'list'>,
  database: Pick<LiveDatabase, 'namespace' | 'workload'>,
  signal?: AbortSignal,
): Promise<{ readonly backups: readonly KnownBackup[]; readonly unread: readonly Unread[] }> {
  try {
    return { backups: (await listSnapshots(connection, database, signal)).map(knownSnapshot), unread: [] };
  } catch (error) {
    if (!(error instanceof ClusterTrouble)) throw error;
    if (error.kind === 'missing') return { backups: [], unread: [] };
    if (error.kind !== 'forbidden') throw error;
    return { backups: [], unread: [{ destination: IN_CLUSTER, why: error.message }] };
  }
}

/** In the order of lists. */
export const newestFirst = (backups: readonly KnownBackup[]): readonly KnownBackup[] =>
  [...backups].sort((a, b) => (a.id < b.id ? 1 : a.id > b.id ? -1 : 0));

/** Those at its destinations, as they were last seen there; undefined where nothing is known. Throws {@link ClusterTrouble}. */
export async function cachedBackups(
  connection: Pick<Connection, 'read'>,
  { namespace, workload }: Pick<LiveDatabase, 'namespace' | 'workload'>,
  signal?: AbortSignal,
): Promise<readonly KnownBackup[] | undefined> {
  try {
    const object = await connection.read(cachePlace(namespace, workload.name), signal ? { signal } : {});
    return readCache(object)?.backups;
  } catch (error) {
    if (error instanceof ClusterTrouble && error.kind === 'missing') return undefined;
    throw error;
  }
}
