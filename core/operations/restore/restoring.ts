import type { Admission } from '../../../engines/model/dump-login.ts';
import { BadDestination, readDestination } from '../../backups/destinations.ts';
import { jobLabels } from '../../backups/job.ts';
import { JOB_RESOURCES } from '../../backups/job-containers.ts';
import { inheritsOf } from '../../backups/job-variables.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Situation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import type { BackupTools } from '../backup/backup.ts';
import { LOGIN_WARNING, loginOf } from '../backup/login.ts';
import { networkWarnings } from '../backup/network.ts';
import { estimated, readPast } from '../backup/past.ts';
import { besideOf, INSTANCE_LABEL, whyNoneBeside } from './beside.ts';
import { fitFindings } from './fit.ts';
import { jobsBeside } from './jobs-beside.ts';
import { noRestore } from './no-restore.ts';
import { ownSecretWarnings } from './own-secret.ts';
import { startsByScript } from './own-start.ts';
import type { RestoreParameters } from './parameters.ts';
import type { Restoring } from './restoring-model.ts';
import { readServer } from '../../procedures/members/server.ts';

/** Said where the new instance is not the workload's template as it is. */
const BARE =
  'The source’s members are started by a script of their own, which knows them by name. The new instance has the server alone, started by its image: without init containers, sidecars and replication.';

const admitted = ({ account }: Admission, name: string, isTest: boolean): string =>
  `While ${name} is loaded, ${account} may log in to it from other pods, with the password that root has anyway; ${isTest ? 'it goes with the instance' : 'then that account is removed'}. No Service but its own leads there.`;

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
    return [
      noRestore(
        'its members belong to somebody else',
        `${flavour} is in charge of ${database.name}`,
        'Restore it by that.',
      ),
    ];
  const server = await readServer(connection, database, signal);
  if (server === undefined)
    return [noRestore('its workload is not one that Plinth can read', `${workload.kind} ${workload.name}`)];
  const engine = dumpEngineOf(database.engine);
  const none = whyNoneBeside(server.model);
  if (none !== undefined) return [noRestore('no new instance can be made after it', none)];
  const method = engine?.methods.find((one) => one.method === parameters.method);
  if (method === undefined)
    return [noRestore(`Plinth restores no ${parameters.method} backup of ${database.engineName}`, database.engine)];
  const unable = engine?.unable(server.model.context, parameters.method);
  if (unable !== undefined) return [noRestore('it cannot be restored', unable)];
  const place = { resource: RESOURCES.statefulSets, namespace, name };
  const found = await connection.read(place, signal ? { signal } : {}).catch((error: unknown) => {
    if (error instanceof ClusterTrouble && error.kind === 'missing') return undefined;
    throw error;
  });
  const taken = (found?.metadata['labels'] ?? {}) as Readonly<Record<string, string | undefined>>;
  if (found !== undefined && taken['plinth.dev/operation'] !== id)
    return [
      noRestore(`the name ${name} is taken`, `There is a StatefulSet ${name} in ${namespace}.`, 'Choose another name.'),
    ];
  const { context, container } = server.model;
  const scripts = { script: method.restore.script(context), verify: method.verifyFiles?.(context) };
  const login = loginOf(container, inheritsOf(scripts), { namespace, id });
  if (login !== undefined && 'what' in login) return [login];
  const admission = method.restore.kind === 'load' ? engine?.admit?.(context) : undefined;
  const beside = besideOf(server.model, namespace, name, id);
  const jobs = jobsBeside(3, JOB_RESOURCES);
  const fit = await fitFindings(connection, { beside, jobs, isThere: found !== undefined }, namespace, signal);
  if (fit.refusals.length > 0) return [...fit.refusals];
  const past = await readPast(connection, database);
  const expected = past.sizeOf(parameters.method, parameters.backup);
  const last = past.last(isTest ? 'verify-backup' : 'restore', parameters.method);
  const labels = { [INSTANCE_LABEL]: name };
  const network =
    method.restore.kind === 'load'
      ? await networkWarnings(connection, { namespace, server: labels, job: jobLabels(parameters.podLabels) }, signal)
      : [];
  try {
    return {
      login,
      admission,
      warnings: [
        ...fit.warnings.slice(0, 1),
        ...(admission === undefined ? [] : [admitted(admission, name, isTest)]),
        ...fit.warnings.slice(1),
        ...(startsByScript(server.model) ? [BARE] : []),
        ...network,
        ...ownSecretWarnings(beside.secret, isTest),
        ...(login === undefined ? [] : [LOGIN_WARNING]),
      ],
      estimate: estimated(last ?? past.last('verify-backup', parameters.method), expected, database),
      expected,
      id,
      namespace,
      source: workload.name,
      server,
      engines: [database.engine],
      image: server.model.container.image?.reference ?? '',
      method,
      destination: await readDestination(connection, namespace, parameters.destination, signal),
      parameters,
      beside,
      name,
      program: await mover(),
      isTest,
      check: engine?.check(server.model.context) ?? '',
      asking: { script: engine?.query?.local(context), query: parameters.query, expect: parameters.expect },
    };
  } catch (error) {
    const isMissing = error instanceof ClusterTrouble && error.kind === 'missing';
    if (!isMissing && !(error instanceof BadDestination)) throw error;
    return [
      noRestore(`there is no destination ${parameters.destination}`, error.message, 'Choose another destination.'),
    ];
  }
}
