import { global, one } from '../row.ts';
import type { Row } from '../row.ts';

const SETS = ['StatefulSet', 'Deployment', 'DaemonSet', 'ReplicaSet'];
/** Who is scaled, by the kind that stands beside the name. */
const SCALED = { is: 'object', kind: { field: 'kind', otherwise: 'Deployment' } } as const;

/**
 * What workloads and what scales and guards them name.
 * Sources: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/, https://keda.sh/docs/latest/reference/scaledobject-spec/,
 * https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/
 */
export const workloadRows: readonly Row[] = [
  { from: ['StatefulSet'], at: 'spec.serviceName', to: one('Service') },
  { from: ['StatefulSet'], at: 'spec.volumeClaimTemplates.*.spec.storageClassName', to: global('StorageClass') },
  { from: SETS, at: 'spec.selector', to: { is: 'selected', what: 'own pods', form: 'selector' } },
  { from: ['ReplicationController'], at: 'spec.selector', to: { is: 'selected', what: 'own pods', form: 'map' } },
  { from: ['HorizontalPodAutoscaler', 'ScaledObject'], at: 'spec.scaleTargetRef.name', to: SCALED },
  { from: ['VerticalPodAutoscaler'], at: 'spec.targetRef.name', to: SCALED },
  ...['patches', 'patchesJson6902'].map((list): Row => ({
    // The file's name tells what it is: many leave the kind out.
    from: ['Kustomization', 'Component', ''],
    at: `${list}.*.target.name`,
    to: { is: 'object', kind: { field: 'kind' }, namespace: { field: 'namespace' } },
  })),
  { from: ['PodDisruptionBudget'], at: 'spec.selector', to: { is: 'selected', what: 'pods', form: 'selector' } },
  { from: ['PodMonitor'], at: 'spec.selector', to: { is: 'selected', what: 'pods', form: 'selector' } },
  { from: ['ServiceMonitor'], at: 'spec.selector', to: { is: 'selected', what: 'Services', form: 'selector' } },
];
