import type { ApiObject } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ownersOfReplicas, pausing, servicePausing, type Owner, type Pausing } from '../../preflight/index.ts';
import { doorOf } from '../../procedures/door/door.ts';
import { BadParameter, type Operation, type Situation } from '../../runner/plan.ts';

/**
 * A stop that can pause who would scale the database up again, or open its door: with the parameter `pauseOwners`. They stay paused for as long as it is stopped; the way
 * back lets them go on.
 */
export function pausingOwners(stop: Operation): Operation {
  return {
    ...stop,
    plan: async (situation, given) => {
      const { pauseOwners = false } = given;
      if (typeof pauseOwners !== 'boolean') throw new BadParameter('pauseOwners is true or false.');
      const plan = await stop.plan(situation, given);
      const owned = await ownersOf(situation, pauseOwners);
      if (owned === undefined) return plan;
      const [record, ...others] = plan.steps;
      const begun = Object.keys(situation.facts).length > 0;
      return {
        ...plan,
        steps: record === undefined ? [] : [record, ...owned.before, ...others],
        refusals: [...plan.refusals.filter(({ id }) => id !== 'R18'), ...(begun ? [] : owned.refusals)],
        warnings: [...plan.warnings, ...owned.warnings, ...owned.before.map(({ title }) => stays(title))],
      };
    },
  };
}

/** A start that says who is still paused. */
export function tellingOwners(start: Operation): Operation {
  return {
    ...start,
    plan: async (situation, given) => {
      const plan = await start.plan(situation, given);
      const paused = (await replicaOwners(situation)).filter(({ state }) => state === 'paused');
      const told = paused.map(
        ({ evidence, pause }) =>
          `${evidence}, and stays so; to let it go on afterwards: ${pause?.undoCommand ?? 'take that away again'}`,
      );
      return { ...plan, warnings: [...plan.warnings, ...told] };
    },
  };
}

const stays = (title: string): string => `«${title}»: it stays paused until the database has been started again.`;

async function ownersOf(situation: Situation, pause: boolean): Promise<Pausing | undefined> {
  const { connection, database, signal } = situation;
  if (database.workload.kind !== 'StatefulSet') return undefined;
  const replicas = pausing(await replicaOwners(situation), pause, 'put the number of replicas back');
  const door = await servicePausing(connection, database.namespace, doorOf(database).services, pause, signal);
  const known = new Set(replicas.before.map(({ id }) => id));
  return {
    refusals: [...replicas.refusals, ...door.refusals],
    warnings: [...new Set([...replicas.warnings, ...door.warnings])],
    before: [...replicas.before, ...door.before.filter(({ id }) => !known.has(id))],
    after: [],
  };
}

async function replicaOwners({ connection, database, signal }: Situation): Promise<readonly Owner[]> {
  const { namespace, workload } = database;
  if (workload.kind !== 'StatefulSet') return [];
  const place = { resource: RESOURCES.statefulSets, namespace, name: workload.name };
  const body: ApiObject = await connection.read(place, signal ? { signal } : {});
  return ownersOfReplicas(connection, body, signal);
}
