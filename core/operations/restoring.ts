import { BadDestination, readDestination } from '../backups/destinations.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import type { Situation } from '../runner/plan.ts';
import type { Refusal } from '../runner/step.ts';
import type { BackupTools } from './backup.ts';
import { refusal } from './backup-refusals.ts';
import { besideOf, whyNoneBeside } from './beside.ts';
import type { RestoreParameters } from './restore-parameters.ts';
import type { Restoring } from './restore-steps.ts';
import { readServer } from './server.ts';

/** Finds all that a restore beside the database needs, or the reasons against it. Only reads. */
export async function findRestoring(
  { dumpEngineOf, mover }: BackupTools,
  { connection, database, id, signal }: Situation,
  parameters: RestoreParameters,
  name: string,
  isTest: boolean,
): Promise<Restoring | Refusal[]> {
  const { namespace, workload, flavour } = database;
  if (flavour !== 'plain')
    return [refusal.unable('its members belong to somebody else', `${flavour} is in charge of ${database.name}`)];
  const server = await readServer(connection, database, signal);
  if (server === undefined)
    return [refusal.unable('its workload is not one that Plinth can read', `${workload.kind} ${workload.name}`)];
  const none = whyNoneBeside(server.model);
  if (none !== undefined) return [refusal.unable('no new instance can be made after it', none)];
  const engine = dumpEngineOf(database.engine);
  const method = engine?.methods.find((one) => one.method === parameters.method);
  if (method === undefined)
    return [
      refusal.unable(`Plinth restores no ${parameters.method} backup of ${database.engineName}`, database.engine),
    ];
  const unable = engine?.unable(server.model.context, parameters.method);
  if (unable !== undefined) return [refusal.unable('it cannot be restored', unable)];
  const place = { resource: RESOURCES.statefulSets, namespace, name };
  const found = await connection.read(place, signal ? { signal } : {}).catch((error: unknown) => {
    if (error instanceof ClusterTrouble && error.kind === 'missing') return undefined;
    throw error;
  });
  const labels = (found?.metadata['labels'] ?? {}) as Readonly<Record<string, string | undefined>>;
  if (found !== undefined && labels['plinth.dev/operation'] !== id)
    return [refusal.unable(`the name ${name} is taken`, `There is a StatefulSet ${name} in ${namespace}.`)];
  try {
    return {
      id,
      namespace,
      source: workload.name,
      server,
      engines: [database.engine],
      image: server.model.container.image?.reference ?? '',
      method,
      destination: await readDestination(connection, namespace, parameters.destination, signal),
      parameters,
      beside: besideOf(server.model, namespace, name, id),
      name,
      program: await mover(),
      isTest,
      check: engine?.check(server.model.context) ?? '',
    };
  } catch (error) {
    const isMissing = error instanceof ClusterTrouble && error.kind === 'missing';
    if (!isMissing && !(error instanceof BadDestination)) throw error;
    return [refusal.unable(`there is no destination ${parameters.destination}`, error.message)];
  }
}
