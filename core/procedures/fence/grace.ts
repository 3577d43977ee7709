import { BadParameter } from '../../runner/plan.ts';

/**
 * Seconds that a fenced pod is given to end, as a person asks for it; undefined: what it says itself. At least one: with none the API forgets a pod at once, and nobody confirms that it
 * has ended. https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-forced. Throws {@link BadParameter}.
 */
export function parseGrace(given: unknown): number | undefined {
  if (given === undefined || given === null) return undefined;
  const seconds = typeof given === 'string' ? Number(given) : given;
  if (typeof seconds !== 'number' || !Number.isSafeInteger(seconds) || seconds < 1)
    throw new BadParameter(
      'grace is a number of seconds, at least 1: with none nobody confirms that the pod has ended.',
    );
  return seconds;
}
