import { valueAt } from '../../engines/model/object.ts';
import type { Json } from '../../engines/model/object.ts';
import { LiveObject } from './live-object.ts';
import type { Origin } from './live-object.ts';

/** What the rules know of the connected cluster. What one may not read is undefined: unknown, not none. */
export interface Cluster {
  /** The context's name. Facts may be stale or of the wrong cluster, so every message that uses one says whose it is. */
  readonly context: string;
  /** `1.36`. */
  readonly version: string | undefined;
  readonly storageClasses: readonly LiveObject[] | undefined;
  readonly snapshotClasses: readonly LiveObject[] | undefined;
  /** Zones of the nodes; empty where no node says one. */
  readonly zones: readonly string[] | undefined;
  readonly nodes: number | undefined;
}

/** What the rules read of a class: whatever else changes in it changes no finding. */
const PARTS = [
  'apiVersion',
  'kind',
  'provisioner',
  'parameters',
  'reclaimPolicy',
  'volumeBindingMode',
  'allowVolumeExpansion',
  'mountOptions',
  'allowedTopologies',
  'driver',
  'deletionPolicy',
];

/**
 * Reads a snapshot as the client sends it; undefined for `null` and for anything without a context. What is of a wrong type counts as
 * not said.
 */
export function readCluster(snapshot: unknown): Cluster | undefined {
  const { context, version, storageClasses, snapshotClasses, zones, nodes } = asRecord(snapshot);
  if (typeof context !== 'string' || context === '') return undefined;
  return {
    context,
    version: typeof version === 'string' ? /^v?(\d+\.\d+)/u.exec(version)?.[1] : undefined,
    storageClasses: readClasses(storageClasses, { kind: 'StorageClass', apiVersion: 'storage.k8s.io/v1', context }),
    snapshotClasses: readClasses(snapshotClasses, {
      kind: 'VolumeSnapshotClass',
      apiVersion: 'snapshot.storage.k8s.io/v1',
      context,
    }),
    zones: Array.isArray(zones) ? [...new Set(zones.filter((zone) => typeof zone === 'string'))].sort() : undefined,
    nodes: typeof nodes === 'number' ? nodes : undefined,
  };
}

/** Whether two snapshots say the same to every rule: then nothing needs to be checked again. */
export function isSameCluster(a: Cluster | undefined, b: Cluster | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && textOf(a) === textOf(b));
}

function textOf(cluster: Cluster): string {
  const bodies = (objects: readonly LiveObject[] | undefined) => objects?.map(({ body }) => body);
  return sorted({
    ...cluster,
    storageClasses: bodies(cluster.storageClasses),
    snapshotClasses: bodies(cluster.snapshotClasses),
  });
}

/** JSON with the keys in their order, whatever order the sender chose. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function readClasses(list: unknown, origin: Origin): LiveObject[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const classes = list.flatMap((entry: unknown) => {
    const body = entry as Json;
    const metadata = asRecord(asRecord(entry)['metadata']);
    if (typeof metadata['name'] !== 'string') return [];
    const kept: Record<string, Json> = {};
    for (const part of PARTS) {
      const value = valueAt(body, [part]);
      if (value !== undefined) kept[part] = value;
    }
    const { name, annotations, labels } = metadata as Record<string, Json>;
    kept['metadata'] = { name: name ?? '', annotations: annotations ?? {}, labels: labels ?? {} };
    return [new LiveObject(kept, origin)];
  });
  return classes.sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
