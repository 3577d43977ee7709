import { EPHEMERAL_ANNOTATION } from '../../engines/model/builder.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';
import type { Check } from './refusal.ts';

/**
 * R6, never: ending a pod whose data directory lies on a volume that goes with the pod (an emptyDir, or no volume at all). A cache may lose what it has, and
 * so may what somebody has declared to be thrown away.
 */
export const r6ThrowAwayVolume: Check = ({ database, workload }) => {
  const { cache, storage } = database;
  const read = fieldOf(workload);
  const reason = [
    read.at('metadata', 'annotations', EPHEMERAL_ANNOTATION).string(),
    read.at('spec', 'template', 'metadata', 'annotations', EPHEMERAL_ANNOTATION).string(),
  ].find((one) => one !== undefined && one.trim() !== '');
  if (cache || reason !== undefined) return [];
  const passing = storage.filter(
    ({ data, claim, label }) => data && claim === undefined && label.includes('(emptyDir'),
  );
  if (passing.length === 0) return [];
  return [
    {
      id: 'R6',
      kind: 'never',
      what: 'Its data would go with the pods: they lie on a volume that lives no longer than a pod.',
      evidence: passing.map(({ label }) => label).join(', '),
      wayOut: `Move the data to a claim; where they may be lost, say so with the annotation ${EPHEMERAL_ANNOTATION}.`,
    },
  ];
};
