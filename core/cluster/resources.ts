import type { Resource } from './connection.ts';

const resource = (group: string, version: string, plural: string, kind: string, namespaced = true): Resource => ({
  group,
  version,
  plural,
  kind,
  namespaced,
});

/**
 * Built-in resources, in versions that every supported Kubernetes serves; discovery says the rest.
 * https://kubernetes.io/docs/reference/kubernetes-api/
 */
export const RESOURCES = {
  pods: resource('', 'v1', 'pods', 'Pod'),
  services: resource('', 'v1', 'services', 'Service'),
  configMaps: resource('', 'v1', 'configmaps', 'ConfigMap'),
  secrets: resource('', 'v1', 'secrets', 'Secret'),
  events: resource('', 'v1', 'events', 'Event'),
  endpoints: resource('', 'v1', 'endpoints', 'Endpoints'),
  claims: resource('', 'v1', 'persistentvolumeclaims', 'PersistentVolumeClaim'),
  volumes: resource('', 'v1', 'persistentvolumes', 'PersistentVolume', false),
  nodes: resource('', 'v1', 'nodes', 'Node', false),
  namespaces: resource('', 'v1', 'namespaces', 'Namespace', false),
  statefulSets: resource('apps', 'v1', 'statefulsets', 'StatefulSet'),
  deployments: resource('apps', 'v1', 'deployments', 'Deployment'),
  replicaSets: resource('apps', 'v1', 'replicasets', 'ReplicaSet'),
  daemonSets: resource('apps', 'v1', 'daemonsets', 'DaemonSet'),
  jobs: resource('batch', 'v1', 'jobs', 'Job'),
  cronJobs: resource('batch', 'v1', 'cronjobs', 'CronJob'),
  endpointSlices: resource('discovery.k8s.io', 'v1', 'endpointslices', 'EndpointSlice'),
  disruptionBudgets: resource('policy', 'v1', 'poddisruptionbudgets', 'PodDisruptionBudget'),
  storageClasses: resource('storage.k8s.io', 'v1', 'storageclasses', 'StorageClass', false),
  resourceQuotas: resource('', 'v1', 'resourcequotas', 'ResourceQuota'),
  networkPolicies: resource('networking.k8s.io', 'v1', 'networkpolicies', 'NetworkPolicy'),
  serviceAccounts: resource('', 'v1', 'serviceaccounts', 'ServiceAccount'),
  roles: resource('rbac.authorization.k8s.io', 'v1', 'roles', 'Role'),
  roleBindings: resource('rbac.authorization.k8s.io', 'v1', 'rolebindings', 'RoleBinding'),
  leases: resource('coordination.k8s.io', 'v1', 'leases', 'Lease'),
  snapshots: resource('snapshot.storage.k8s.io', 'v1', 'volumesnapshots', 'VolumeSnapshot'),
  snapshotClasses: resource('snapshot.storage.k8s.io', 'v1', 'volumesnapshotclasses', 'VolumeSnapshotClass', false),
  snapshotContents: resource('snapshot.storage.k8s.io', 'v1', 'volumesnapshotcontents', 'VolumeSnapshotContent', false),
} as const satisfies Readonly<Record<string, Resource>>;
