import { fieldOf } from '../procedures/jobs/pod-words.ts';
import type { Check } from './refusal.ts';

/**
 * R6, never: scaling in a set that deletes the claims of the members that go.
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention
 */
export const r6WhenScaledDelete: Check = ({ workload }) => {
  const policy = fieldOf(workload).at('spec', 'persistentVolumeClaimRetentionPolicy', 'whenScaled').string();
  if (policy !== 'Delete') return [];
  const { name, namespace = '' } = workload.metadata;
  const patch = '{"spec":{"persistentVolumeClaimRetentionPolicy":{"whenScaled":"Retain"}}}';
  return [
    {
      id: 'R6',
      kind: 'never',
      what: `Scaling ${name} in would delete the claims of its members, with the data.`,
      evidence: 'spec.persistentVolumeClaimRetentionPolicy.whenScaled is Delete',
      wayOut: `kubectl patch statefulset ${name} --namespace=${namespace} --type=merge --patch '${patch}'`,
    },
  ];
};
