/**
 * Values of fields that take no others. The OpenAPI definitions name them only in prose.
 * Source: the `Supported…` sets in https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/validation/validation.go, .../apps/validation, .../batch/validation,
 * .../policy/validation, .../storage/validation, and the constants of k8s.io/api.
 */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'Container.imagePullPolicy': ['Always', 'IfNotPresent', 'Never'],
  'Container.terminationMessagePolicy': ['File', 'FallbackToLogsOnError'],
  'ContainerPort.protocol': ['TCP', 'UDP', 'SCTP'],
  'HTTPGetAction.scheme': ['HTTP', 'HTTPS'],
  'PodSpec.restartPolicy': ['Always', 'OnFailure', 'Never'],
  'PodSpec.dnsPolicy': ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  'PodSpec.preemptionPolicy': ['PreemptLowerPriority', 'Never'],
  'PodSecurityContext.fsGroupChangePolicy': ['OnRootMismatch', 'Always'],
  'SeccompProfile.type': ['RuntimeDefault', 'Localhost', 'Unconfined'],
  'Toleration.operator': ['Exists', 'Equal', 'Lt', 'Gt'],
  'Toleration.effect': ['NoSchedule', 'PreferNoSchedule', 'NoExecute'],
  'TopologySpreadConstraint.whenUnsatisfiable': ['DoNotSchedule', 'ScheduleAnyway'],
  'NodeSelectorRequirement.operator': ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'],
  'LabelSelectorRequirement.operator': ['In', 'NotIn', 'Exists', 'DoesNotExist'],
  'ServiceSpec.type': ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
  'ServiceSpec.externalTrafficPolicy': ['Cluster', 'Local'],
  'ServiceSpec.internalTrafficPolicy': ['Cluster', 'Local'],
  'ServiceSpec.sessionAffinity': ['None', 'ClientIP'],
  'ServiceSpec.ipFamilyPolicy': ['SingleStack', 'PreferDualStack', 'RequireDualStack'],
  'ServicePort.protocol': ['TCP', 'UDP', 'SCTP'],
  'PersistentVolumeClaimSpec.accessModes': ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'],
  'PersistentVolumeClaimSpec.volumeMode': ['Filesystem', 'Block'],
  'PersistentVolumeSpec.accessModes': ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'],
  'PersistentVolumeSpec.persistentVolumeReclaimPolicy': ['Retain', 'Delete', 'Recycle'],
  'PersistentVolumeSpec.volumeMode': ['Filesystem', 'Block'],
  'StorageClass.reclaimPolicy': ['Delete', 'Retain'],
  'StorageClass.volumeBindingMode': ['Immediate', 'WaitForFirstConsumer'],
  'StatefulSetSpec.podManagementPolicy': ['OrderedReady', 'Parallel'],
  'StatefulSetUpdateStrategy.type': ['RollingUpdate', 'OnDelete'],
  'StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted': ['Retain', 'Delete'],
  'StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled': ['Retain', 'Delete'],
  'DeploymentStrategy.type': ['RollingUpdate', 'Recreate'],
  'DaemonSetUpdateStrategy.type': ['RollingUpdate', 'OnDelete'],
  'CronJobSpec.concurrencyPolicy': ['Allow', 'Forbid', 'Replace'],
  'PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy': ['IfHealthyBudget', 'AlwaysAllow'],
  'NetworkPolicySpec.policyTypes': ['Ingress', 'Egress'],
  'NetworkPolicyPort.protocol': ['TCP', 'UDP', 'SCTP'],
  'HTTPIngressPath.pathType': ['Exact', 'Prefix', 'ImplementationSpecific'],
};

/** The values that a field of a type takes (each item of it, where it is a list); undefined where any text may stand there. */
export function valuesOf(owner: string, field: string): readonly string[] | undefined {
  return VALUES[`${owner.slice(owner.lastIndexOf('.') + 1)}.${field}`];
}
