/** Kinds of Kubernetes that live outside namespaces and belong to databases: what they are made of, and where they may run. */
export const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'PersistentVolume',
  'StorageClass',
  'VolumeSnapshotClass',
  'VolumeSnapshotContent',
  'PriorityClass',
  'Namespace',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
]);
