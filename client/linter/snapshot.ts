import type { ClusterFacts } from '../../core/inventory/model.ts';
import type { ClusterSnapshot } from '../../server/protocol/messages.ts';

/** What the language server is told of a cluster; what is not known is left out. */
export function snapshotOf(context: string, facts: ClusterFacts): ClusterSnapshot {
  const { version, storageClasses, snapshotClasses, zones, nodes } = facts;
  return {
    context,
    version,
    ...(storageClasses === undefined ? {} : { storageClasses }),
    ...(snapshotClasses === undefined ? {} : { snapshotClasses }),
    ...(zones === undefined ? {} : { zones }),
    ...(nodes === undefined ? {} : { nodes }),
  };
}
