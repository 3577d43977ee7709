import type { Database } from '../../../engines/model/database.ts';
import { selectorOf, selects } from '../../../engines/model/selectors.ts';
import type { Connection, Resource } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import { INSTANCE_LABEL } from '../restore/beside.ts';
import type { Standing } from './standing.ts';

/** What a person should know before: what the new set is not, and what does not follow it. Only reads. */
export async function warningsOf(
  connection: Pick<Connection, 'list'>,
  database: Database,
  { services }: Standing,
  name: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const { workload } = database;
  const guards = [
    ...(await selecting(connection, RESOURCES.networkPolicies, database, name, signal)),
    ...(await selecting(connection, RESOURCES.disruptionBudgets, database, name, signal)),
  ];
  const turned = services.map((one) => one.name).join(', ');
  return [
    `What was written since the backup is not in ${name}. It stays in ${workload.name}, which keeps its claims.`,
    `Applications follow only by the Services ${turned}. Names of pods, like ${workload.name}-0, do not lead to the new set.`,
    ...(guards.length === 0
      ? []
      : [
          `They select the old pods by label and do not hold for the new ones: ${guards.join(', ')}. Make them anew first.`,
        ]),
    `Your manifests still describe ${workload.name}: whoever applies them (a person, Helm, Argo CD, Flux) may start the old set again, and turn the Services back to it.`,
    `From then on ${name} is the database: its backups lie under that name, and schedules of ${workload.name} do not hold for it.`,
  ];
}

/** Objects of a kind that select the database's pods; in words that they may not be seen, where that is so. */
async function selecting(
  connection: Pick<Connection, 'list'>,
  resource: Resource,
  { workload, pod }: Database,
  name: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const { kind, plural } = resource;
  let found: string[] = [];
  try {
    for await (const { items, restarted } of connection.list(resource, workload.namespace, signal ? { signal } : {})) {
      if (restarted === true) found = [];
      for (const item of items) {
        const { object } = fieldOf({ ...item, kind });
        const selector = selectorOf(object);
        if (selector === undefined || !selects(selector, pod.labels, kind)) continue;
        // One for all pods holds for the new ones, too.
        if (!selects(selector, { [INSTANCE_LABEL]: name }, kind)) found.push(`${kind} ${item.metadata.name}`);
      }
    }
    return found;
  } catch (error) {
    if (error instanceof ClusterTrouble && ['forbidden', 'missing'].includes(error.kind))
      return [`${plural} that you may not see`];
    throw error;
  }
}
