import { global, one } from '../row.ts';
import type { Row, Target } from '../row.ts';

const row = (at: string, to: Target): Row => ({ from: 'pod', at, to });

const CONTAINERS = ['spec.containers.*', 'spec.initContainers.*'];
const KEY = { keys: ['key'] };
const ITEMS = { keys: ['items.*.key'] };
const SELECTED: Target = { is: 'selected', what: 'pods', form: 'selector' };

/** What pods name. Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ */
export const podRows: readonly Row[] = [
  row('spec.serviceAccountName', one('ServiceAccount')),
  row('spec.serviceAccount', one('ServiceAccount')),
  row('spec.priorityClassName', global('PriorityClass')),
  row('spec.runtimeClassName', global('RuntimeClass')),
  row('spec.imagePullSecrets.*.name', one('Secret')),
  row('spec.volumes.*.persistentVolumeClaim.claimName', one('PersistentVolumeClaim')),
  ...volumeSources('spec.volumes.*', 'secretName'),
  ...volumeSources('spec.volumes.*.projected.sources.*', 'name'),
  row('spec.volumes.*.csi.nodePublishSecretRef.name', one('Secret')),
  row('spec.volumes.*.csi.volumeAttributes.secretProviderClass', one('SecretProviderClass')),
  row('spec.volumes.*.ephemeral.volumeClaimTemplate.spec.storageClassName', global('StorageClass')),
  ...CONTAINERS.flatMap((container) => [
    row(`${container}.env.*.valueFrom.secretKeyRef.name`, one('Secret', KEY)),
    row(`${container}.env.*.valueFrom.configMapKeyRef.name`, one('ConfigMap', KEY)),
    row(`${container}.envFrom.*.secretRef.name`, one('Secret', { takesAll: true })),
    row(`${container}.envFrom.*.configMapRef.name`, one('ConfigMap', { takesAll: true })),
    row(`${container}.volumeMounts.*.name`, { is: 'volume' }),
    row(`${container}.volumeDevices.*.name`, { is: 'volume' }),
    ...['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle.preStop', 'lifecycle.postStart'].flatMap(
      (probe) =>
        ['httpGet', 'tcpSocket'].map((how) => row(`${container}.${probe}.${how}.port`, { is: 'container port' })),
    ),
  ]),
  ...['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
    row(`spec.affinity.${affinity}.requiredDuringSchedulingIgnoredDuringExecution.*.labelSelector`, SELECTED),
    row(
      `spec.affinity.${affinity}.preferredDuringSchedulingIgnoredDuringExecution.*.podAffinityTerm.labelSelector`,
      SELECTED,
    ),
  ]),
  row('spec.topologySpreadConstraints.*.labelSelector', SELECTED),
];

/** ConfigMaps and Secrets as files: all their keys, or those that `items` names. */
function volumeSources(at: string, secretName: string): Row[] {
  return [
    row(`${at}.configMap.name`, one('ConfigMap', ITEMS)),
    row(`${at}.secret.${secretName}`, one('Secret', ITEMS)),
  ];
}
