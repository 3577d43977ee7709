import type { Field } from '../../../engines/model/field.ts';

/** What a StatefulSet's controller says of its members, where they themselves may not be listed. */
export interface Counted {
  /** The controller has seen what the set asks for now: else it counts for what was asked before. */
  readonly isNew: boolean;
  /** Members with a pod, those that are ending among them. */
  readonly there: number;
  readonly ready: number;
  /** Members that are not ending. */
  readonly staying: number;
}

/**
 * Reads the status of a StatefulSet. `replicas` and `readyReplicas` count pods that are ending, too; `currentReplicas` and `updatedReplicas` do not, and count the same pods
 * where both revisions are the same. https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/statefulset/stateful_set_control.go
 */
export function countedByController(set: Field): Counted {
  const status = set.at('status');
  const count = (key: string): number => status.at(key).number() ?? 0;
  const generation = set.at('metadata', 'generation').number();
  const current = status.at('currentRevision').string();
  const [old, updated] = [count('currentReplicas'), count('updatedReplicas')];
  return {
    isNew: generation !== undefined && (status.at('observedGeneration').number() ?? 0) >= generation,
    there: count('replicas'),
    ready: count('readyReplicas'),
    staying: current === status.at('updateRevision').string() ? Math.max(old, updated) : old + updated,
  };
}
