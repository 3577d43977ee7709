import type { ObjectName } from '../../../core/cluster/connection.ts';
import { RESOURCES } from '../../../core/cluster/resources.ts';
import { ClusterTrouble } from '../../../core/cluster/trouble.ts';
import { fieldOf } from '../../../core/procedures/jobs/pod-words.ts';
import type { Store } from './store.ts';

/**
 * Throws, as the API answers 429, where a PodDisruptionBudget of the pod allows no disruption. What it allows stands in its status; here nobody counts, so tests
 * write it there. https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/#how-api-initiated-eviction-works
 */
export function mayEvict(store: Store, pod: ObjectName): void {
  const labels = fieldOf(store.get(pod)).at('metadata', 'labels').stringMap();
  for (const budget of store.all(RESOURCES.disruptionBudgets, pod.namespace)) {
    const read = fieldOf(budget);
    const selected = Object.entries(read.at('spec', 'selector', 'matchLabels').stringMap());
    if (!selected.every(([key, value]) => labels[key] === value)) continue;
    if (read.at('status', 'disruptionsAllowed').number() === 0)
      throw new ClusterTrouble('busy', 'Cannot evict pod as it would violate the pod’s disruption budget.', {
        status: 429,
      });
  }
}
