import type { Connection } from '../cluster/connection.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { cacheObject, cachePlace, cacheText, CACHE_KEY, EMPTY_CACHE, readCache, type BackupCache } from './cache.ts';

/** Others write it too: so often it is read anew. */
const ATTEMPTS = 5;

/**
 * Changes the cache of a database's backups, and gives it as it is then. `name` is the workload's. What is there and cannot be relied on is begun anew. Throws
 * {@link ClusterTrouble}.
 */
export async function changeCache(
  connection: Pick<Connection, 'read' | 'create' | 'replace'>,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  change: (cache: BackupCache) => BackupCache,
  signal?: AbortSignal,
): Promise<BackupCache> {
  const place = cachePlace(namespace, name);
  const options = signal ? { signal } : {};
  for (let attempt = 1; ; attempt++) {
    try {
      const before = await connection.read(place, options).catch((error: unknown) => {
        if (error instanceof ClusterTrouble && error.kind === 'missing') return undefined;
        throw error;
      });
      const cache = change((before && readCache(before)) ?? EMPTY_CACHE);
      if (before === undefined) await connection.create(cacheObject(namespace, name, cache), place, options);
      else await connection.replace({ ...before, data: { [CACHE_KEY]: cacheText(cache) } }, place, options);
      return cache;
    } catch (error) {
      if (!(error instanceof ClusterTrouble) || error.kind !== 'conflict' || attempt === ATTEMPTS) throw error;
    }
  }
}
