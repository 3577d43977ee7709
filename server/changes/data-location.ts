import type { Database } from '../../engines/model/database.ts';

/** Where a database's files lie, so that two manifests can be compared. */
export interface DataLocation {
  /** The same text, the same volume: `claim shop/data-orders-0`, `node path /data`. */
  readonly volume: string;
  /** The way to the data directory within the volume; empty: its root. */
  readonly path: string;
}

/**
 * Where a database's files lie. `container`: in the container's own layer or on a volume that ends with the pod. Undefined where manifests do not say for sure.
 */
export function dataLocation(database: Database): DataLocation | 'container' | undefined {
  const { directory, mount, volume } = database.data;
  if (directory?.certain !== true) return undefined;
  // A container whose mounts are not all in sight may hold the data on one of them.
  const mounts = database.container.field.at('volumeMounts');
  if (mount === undefined) return mounts.unknown || !(mounts.exists || mounts.absent) ? undefined : 'container';
  const { path, subPath, field } = mount;
  if (path === undefined || volume === undefined) return undefined;
  if (field.at('subPathExpr').exists || field.at('subPath').unknown) return undefined;
  if (volume.kind === 'empty-dir' || volume.kind === 'ephemeral') return 'container';
  const identity = volumeOf(database);
  if (identity === undefined) return undefined;
  const below = directory.path.slice(path === '/' ? 0 : path.length);
  return { volume: identity, path: [subPath ?? '', below].join('/').split('/').filter(Boolean).join('/') };
}

/** What the first member's volume is called. */
function volumeOf({ workload, data: { volume } }: Database): string | undefined {
  const namespace = workload.namespace ?? '';
  if (volume?.kind === 'claim-template')
    return volume.name === undefined || workload.name === undefined
      ? undefined
      : `claim ${namespace}/${volume.name}-${workload.name}-0`;
  if (volume?.kind === 'claim')
    return volume.claimName === undefined ? undefined : `claim ${namespace}/${volume.claimName}`;
  const path = volume?.kind === 'host-path' ? volume.field.at('hostPath', 'path').string() : undefined;
  return path === undefined ? undefined : `node path ${path}`;
}
