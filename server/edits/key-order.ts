import type { Path } from '../../engines/model/object.ts';

/** The order in which Kubernetes' own examples and API reference name the fields (https://kubernetes.io/docs/reference/kubernetes-api/). */
const OBJECT = ['apiVersion', 'kind', 'metadata', 'spec', 'data', 'stringData', 'type', 'status'];
const METADATA = ['name', 'generateName', 'namespace', 'labels', 'annotations', 'finalizers'];
const WORKLOAD = [
  'replicas',
  'serviceName',
  'selector',
  'minReadySeconds',
  'podManagementPolicy',
  'updateStrategy',
  'strategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'ordinals',
  'template',
  'volumeClaimTemplates',
];
const POD = [
  'serviceAccountName',
  'automountServiceAccountToken',
  'priorityClassName',
  'terminationGracePeriodSeconds',
  'securityContext',
  'nodeSelector',
  'tolerations',
  'affinity',
  'topologySpreadConstraints',
  'imagePullSecrets',
  'initContainers',
  'containers',
  'volumes',
];
const CONTAINER = [
  'name',
  'image',
  'imagePullPolicy',
  'command',
  'args',
  'workingDir',
  'securityContext',
  'ports',
  'envFrom',
  'env',
  'startupProbe',
  'readinessProbe',
  'livenessProbe',
  'lifecycle',
  'resources',
  'volumeMounts',
];

/** The index among `keys`, the keys of the map at `path`, before which `key` is best inserted: their number for the end. */
export function placeFor(key: string, path: Path, keys: readonly string[]): number {
  const order = orderOf(path, keys);
  const rank = order?.indexOf(key) ?? -1;
  if (!order || rank < 0) return keys.length;
  const earlier = keys.findLastIndex((other) => order.includes(other) && order.indexOf(other) < rank);
  if (earlier >= 0) return earlier + 1;
  const later = keys.findIndex((other) => order.indexOf(other) > rank);
  return later >= 0 ? later : keys.length;
}

function orderOf(path: Path, keys: readonly string[]): readonly string[] | undefined {
  if (path.length === 0) return OBJECT;
  if (path.at(-1) === 'metadata') return METADATA;
  if (keys.includes('containers')) return POD;
  if (keys.includes('template') && path.at(-1) === 'spec') return WORKLOAD;
  return /^(initC|c)ontainers$/.test(String(path.at(-2))) ? CONTAINER : undefined;
}
