import type { ObjectLookup } from '../../engines/model/lookup.ts';
import type { Cluster } from '../cluster/cluster.ts';

/** The key that stands for all that is known of the connected cluster: whoever has read it is checked again when that changes. */
export const CLUSTER_KEY = 'cluster';

/** A look-up that finds the connected cluster's storage classes where the workspace has none of that name. */
export function withCluster(own: ObjectLookup, cluster: Cluster | undefined, read: Set<string>): ObjectLookup {
  return {
    ...own,
    named: (kind, near, name) => {
      const found = own.named(kind, near, name);
      if (kind !== 'StorageClass' || found.length > 0) return found;
      read.add(CLUSTER_KEY);
      return cluster?.storageClasses?.filter((one) => one.name === name) ?? [];
    },
  };
}
