import { global, one } from '../row.ts';
import type { ObjectTarget, Row } from '../row.ts';

const CLAIM_SPECS: readonly (readonly [from: string, at: string])[] = [
  ['PersistentVolumeClaim', 'spec'],
  ['StatefulSet', 'spec.volumeClaimTemplates.*.spec'],
];
/** A claim's source is a snapshot or another claim; only `dataSourceRef` may lie in another namespace. */
const SOURCE: ObjectTarget = { is: 'object', kind: { field: 'kind' } };

/** What claims, volumes and snapshots name. Source: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/ */
export const storageRows: readonly Row[] = [
  { from: ['PersistentVolumeClaim'], at: 'spec.storageClassName', to: global('StorageClass') },
  { from: ['PersistentVolume'], at: 'spec.storageClassName', to: global('StorageClass') },
  ...CLAIM_SPECS.flatMap(([from, at]): Row[] => [
    { from: [from], at: `${at}.volumeName`, to: global('PersistentVolume') },
    { from: [from], at: `${at}.volumeAttributesClassName`, to: global('VolumeAttributesClass') },
    { from: [from], at: `${at}.dataSource.name`, to: SOURCE },
    { from: [from], at: `${at}.dataSourceRef.name`, to: { ...SOURCE, namespace: { field: 'namespace' } } },
  ]),
  {
    from: ['PersistentVolume'],
    at: 'spec.claimRef.name',
    to: one('PersistentVolumeClaim', { namespace: { field: 'namespace' } }),
  },
  { from: ['VolumeSnapshot'], at: 'spec.source.persistentVolumeClaimName', to: one('PersistentVolumeClaim') },
  { from: ['VolumeSnapshot'], at: 'spec.source.volumeSnapshotContentName', to: global('VolumeSnapshotContent') },
  { from: ['VolumeSnapshot'], at: 'spec.volumeSnapshotClassName', to: global('VolumeSnapshotClass') },
  {
    from: ['VolumeSnapshotContent'],
    at: 'spec.volumeSnapshotRef.name',
    to: one('VolumeSnapshot', { namespace: { field: 'namespace' } }),
  },
];
