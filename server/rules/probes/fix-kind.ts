import type { Database } from '../../../engines/model/database.ts';
import type { Fix } from '../rule.ts';

/**
 * Probes of a controller's template can change at any time; those of a bare Pod that exists cannot.
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/#pod-update-and-replacement
 */
export function kindOfProbeFix({ workload }: Database): Fix['kind'] {
  return workload.kind === 'Pod' ? 'careful' : 'safe';
}

/** The title with the condition under which a careful fix holds. */
export function titled(title: string, kind: Fix['kind']): string {
  return kind === 'safe' ? title : `${title} (only before the pod is created)`;
}
