import type { Parameters, Plan, Situation } from '../../../runner/plan.ts';
import { isManaged } from './managed.ts';
import { patroniSwitchover } from './patroni-plan.ts';
import { replicaSetSwitchover } from './replica-set-plan.ts';
import { sentinelSwitchover } from './sentinel-plan.ts';

/** The plan of a switchover where somebody else is in charge of the roles: they are asked, and watched. Undefined where nobody of whom Plinth knows is. */
export async function managedSwitchover(situation: Situation, given: Parameters): Promise<Plan | undefined> {
  const { database } = situation;
  if (database.flavour === 'sentinel') return sentinelSwitchover(situation, given);
  if (!isManaged(database)) return undefined;
  return database.flavour === 'patroni' ? patroniSwitchover(situation, given) : replicaSetSwitchover(situation, given);
}
