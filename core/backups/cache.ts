import type { ApiObject, ObjectName } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { DATABASE_LABEL, fitting, MANAGED_BY } from '../runner/names.ts';
import type { KnownBackup } from './known.ts';

/** What is remembered of the backups of one database. It is written over from what lies at the destinations, and never asked whether something may be done. */
export interface BackupCache {
  readonly schema: 1;
  /** When each destination was last read from end to end, by its name, in milliseconds since 1970. */
  readonly listed: Readonly<Record<string, number>>;
  /** The newest first. */
  readonly backups: readonly KnownBackup[];
  /** How many older ones did not fit. */
  readonly leftOut: number;
}

export const EMPTY_CACHE: BackupCache = { schema: 1, listed: {}, backups: [], leftOut: 0 };

/** Its key in the ConfigMap. */
export const CACHE_KEY = 'backups.json';

/** Bytes of the JSON at most: a ConfigMap holds 1 MiB, and all who look at the database read it. */
const LARGEST = 256 * 1024;

const STATES: ReadonlySet<unknown> = new Set<KnownBackup['state']>(['unverified', 'verified', 'failed', 'partial']);

/** The ConfigMap of a database's cache. `name` is its workload's. */
export function cachePlace(namespace: string, name: string): ObjectName & { readonly namespace: string } {
  return { resource: RESOURCES.configMaps, namespace, name: `plinth-backups-${name}` };
}

/** The ConfigMap that keeps a cache. */
export function cacheObject(namespace: string, name: string, cache: BackupCache): ApiObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: cachePlace(namespace, name).name,
      namespace,
      labels: { ...MANAGED_BY, 'app.kubernetes.io/component': 'backups', [DATABASE_LABEL]: fitting(name) },
    },
    data: { [CACHE_KEY]: cacheText(cache) },
  };
}

/** The cache as text; older backups are left out until it fits. */
export function cacheText(cache: BackupCache): string {
  const newest = [...cache.backups].sort(byAge);
  for (let count = newest.length; ; count = Math.floor(count * 0.9)) {
    const leftOut = cache.leftOut + newest.length - count;
    const text = JSON.stringify({ ...cache, backups: newest.slice(0, count), leftOut });
    if (Buffer.byteLength(text) <= LARGEST || count === 0) return text;
  }
}

/** Reads a cache; undefined where it is none that can be relied on. */
export function readCache(object: Readonly<Record<string, unknown>>): BackupCache | undefined {
  const text = (object['data'] as Readonly<Record<string, unknown>> | null | undefined)?.[CACHE_KEY];
  if (typeof text !== 'string') return undefined;
  try {
    const cache = JSON.parse(text) as Partial<BackupCache> | null;
    if (cache?.schema !== 1 || !Array.isArray(cache.backups)) return undefined;
    const backups = (cache.backups as readonly KnownBackup[]).filter(isSound);
    return { schema: 1, listed: cache.listed ?? {}, backups: backups.sort(byAge), leftOut: cache.leftOut ?? 0 };
  } catch {
    // Not JSON, or a part of it is no object.
    return undefined;
  }
}

/** What was found at one destination, read from end to end, takes the place of what was known of it. */
export function withDestination(
  cache: BackupCache,
  destination: string,
  found: readonly KnownBackup[],
  at: number,
): BackupCache {
  const others = cache.backups.filter((one) => one.destination !== destination);
  const listed = { ...cache.listed, [destination]: at };
  // What did not fit before was of any destination: once each is read again, it is counted anew.
  return { schema: 1, listed, backups: [...others, ...found].sort(byAge), leftOut: 0 };
}

/** Some backups of one destination are new or changed, or are gone from there. */
export function withChange(
  cache: BackupCache,
  { known = [], gone = [] }: { readonly known?: readonly KnownBackup[]; readonly gone?: readonly GoneBackup[] },
): BackupCache {
  const isOver = (one: KnownBackup): boolean =>
    [...known, ...gone].some(({ id, destination }) => id === one.id && destination === one.destination);
  return { ...cache, backups: [...known, ...cache.backups.filter((one) => !isOver(one))].sort(byAge) };
}

/** Names a backup that is no longer at a destination. */
export type GoneBackup = Pick<KnownBackup, 'id' | 'destination'>;

/** A ConfigMap is anybody's to write. */
function isSound({ id, destination, state }: Partial<Record<keyof KnownBackup, unknown>>): boolean {
  return typeof id === 'string' && typeof destination === 'string' && STATES.has(state);
}

/** Ids sort by time. */
function byAge(one: KnownBackup, other: KnownBackup): number {
  return one.id < other.id ? 1 : one.id > other.id ? -1 : one.destination < other.destination ? -1 : 1;
}
