import type { Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { podsOf } from './apply.ts';
import type { SoundDatabase } from './sound-databases.ts';

/** Which member leads, and which ones follow, by their labels. */
export interface Roles {
  readonly primary: string;
  readonly replicas: readonly string[];
}

/** Waits until one member is labelled as primary (a certain one, if it is named) and the other two as replicas, all of them Ready. */
export function settledRoles(practice: Practice, { name, role }: SoundDatabase, expected?: string): Promise<Roles> {
  const what = `One primary${expected === undefined ? '' : ` (${expected})`} and two replicas of ${name}`;
  return until(what, { seconds: 90, advice: 'Look at the logs of role-label.', every: 1000 }, async () => {
    const pods = await podsOf(practice, name);
    const named = (value: string): string[] =>
      pods.filter(({ labels }) => labels[role.label] === value).map((pod) => pod.name);
    const [primary, ...more] = named(role.primary);
    const replicas = named(role.replica);
    if (primary === undefined || more.length > 0 || replicas.length !== 2 || !pods.every(({ ready }) => ready))
      return false;
    return expected === undefined || primary === expected ? { primary, replicas } : false;
  });
}
