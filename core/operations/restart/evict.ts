import { RESOURCES } from '../../cluster/resources.ts';
import type { Standing } from '../../procedures/members/standing.ts';
import { isTrouble } from '../../runner/patience.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Step } from '../../runner/step.ts';

/** Milliseconds between two looks. */
export const PAUSE = 1_000;

/** The same call by hand. */
export function evictCommand(namespace: string, pod: string): string {
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod, namespace } };
  return `kubectl create --raw /api/v1/namespaces/${namespace}/pods/${pod}/eviction --filename - <<< '${JSON.stringify(body)}'`;
}

export const evictNeeds = (namespace: string): Step['needs'] => [
  { verb: 'get', resource: RESOURCES.pods, namespace },
  { verb: 'create', resource: RESOURCES.pods, subresource: 'exec', namespace },
  { verb: 'create', resource: RESOURCES.pods, subresource: 'eviction', namespace },
];

/**
 * Asks once for the end of this very pod; true: it is ending. False, with a word about it told: a PodDisruptionBudget does not allow it now. A namesake that was made
 * since is left alone.
 */
export async function evict(hand: Hand, namespace: string, { name, uid }: Standing): Promise<boolean> {
  try {
    const only = uid === undefined ? {} : { uid };
    await hand.remove({ resource: RESOURCES.pods, namespace, name }, { evict: true, ...only });
    return true;
  } catch (error) {
    // Another uid: it has been made anew already.
    if (isTrouble(error, 'conflict')) return true;
    if (!isTrouble(error, 'busy')) throw error;
    hand.tell({ text: `A PodDisruptionBudget does not let ${name} go yet; asked again` });
    return false;
  }
}
