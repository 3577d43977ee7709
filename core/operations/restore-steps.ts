import type { DumpMethod } from '../../engines/model/dump.ts';
import type { Json } from '../../engines/model/object.ts';
import { dataJob, type DataJob, type EngineSide } from '../backups/job.ts';
import type { Destination, Manifest } from '../backups/manifest.ts';
import { moverConfigMap, moverName, type MoverProgram } from '../backups/mover-config-map.ts';
import { EXCHANGE, ROOT, type MoverRequest } from '../backups/mover/request.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { followStep, jobStep } from '../procedures/jobs/job-steps.ts';
import { moverStep } from '../procedures/jobs/mover-step.ts';
import { objectStep } from '../procedures/jobs/object-step.ts';
import type { Step } from '../runner/step.ts';
import { fetchedStep } from './fetched-step.ts';
import type { Beside } from './beside.ts';
import { readyStep } from './ready-step.ts';
import type { RestoreParameters } from './restore-parameters.ts';
import type { Server } from './server.ts';
import { manifestIn, UNFIT, unlessUnfit } from './unfit.ts';

/** All that reading a backup back into a new instance needs. */
export interface Restoring {
  readonly id: string;
  readonly namespace: string;
  /** The source's workload: its folder at the destination. */
  readonly source: string;
  readonly server: Server;
  readonly engines: readonly Manifest['engine'][];
  readonly image: string;
  readonly method: DumpMethod;
  readonly destination: Destination;
  readonly parameters: RestoreParameters;
  readonly beside: Beside;
  readonly name: string;
  readonly program: MoverProgram;
  /** A fault that is found in the backup is an outcome, not a failure of the operation. */
  readonly isTest: boolean;
  /** The engine's check of a restored server, for exec. */
  readonly check: string;
}

/** A Job of this operation that only the mover works in. */
export function moverJob(restoring: Restoring, name: string, request: MoverRequest): DataJob {
  const { id, namespace, source, parameters, program, destination } = restoring;
  return {
    name,
    namespace,
    operation: id,
    database: source,
    podLabels: {},
    engine: undefined,
    mover: {
      image: parameters.moverImage,
      configMap: moverName(program),
      request: JSON.parse(JSON.stringify(request)) as Json,
      destination,
    },
    deadline: parameters.deadline,
  };
}

/** From the manifest's reading to a server that has read the backup back. */
export function restoreSteps(restoring: Restoring): Step[] {
  const { id, namespace, source, parameters, program, destination, beside, method, isTest, name } = restoring;
  const shelf = { namespace, name: source };
  const place = { destination, root: ROOT, exchange: EXCHANGE };
  const list = `plinth-list-${id}`;
  const load = `plinth-restore-${id}`;
  const request: MoverRequest = {
    do: 'fetch',
    ...place,
    shelf,
    id: parameters.backup,
    engines: restoring.engines,
  };
  const engine = engineSide(restoring);
  const loading: Step[] = [
    jobStep(dataJob({ ...moverJob(restoring, load, request), engine }), {
      id: 'load-job',
      title: `Read ${parameters.backup} back`,
      clock: 'loadStarted',
    }),
    fetchedStep(load, { namespace, deadline: parameters.deadline + 60, tolerates: isTest }),
  ];
  const claims = beside.claims.map((object, index) =>
    objectStep({
      id: `claim-${index}`,
      title: `Make the claim ${object.metadata.name}`,
      resource: RESOURCES.claims,
      object,
    }),
  );
  const starting: Step[] = [
    objectStep({ id: 'set', title: `Start ${name}`, resource: RESOURCES.statefulSets, object: beside.set }),
    readyStep(namespace, `${name}-0`, { tolerates: isTest && method.restore.kind === 'fill' }),
  ];
  return [
    moverStep(moverConfigMap(namespace, program)),
    jobStep(dataJob(moverJob(restoring, list, { do: 'list', ...place, shelf })), {
      id: 'list-job',
      title: `Look for ${parameters.backup} at ${parameters.destination}`,
    }),
    followStep(list, {
      id: 'list',
      title: `Read the manifest of ${parameters.backup}`,
      verb: 'read',
      deadline: 600,
      namespace,
      outcome: 'listed',
      fact: 'manifest',
      otherwise: UNFIT,
      read: (lines) => manifestIn(lines, restoring),
    }),
    ...[
      objectStep({
        id: 'service',
        title: `Make the Service ${name}`,
        resource: RESOURCES.services,
        object: beside.service,
      }),
      ...claims,
      ...(method.restore.kind === 'fill' ? [...loading, ...starting] : [...starting, ...loading]),
    ].map(unlessUnfit),
  ];
}

function engineSide({ server, image, method, beside, name, namespace }: Restoring): EngineSide {
  const { model } = server;
  const { mount, directory } = model.data;
  const isFill = method.restore.kind === 'fill';
  const verify = method.verifyFiles?.(model.context);
  return {
    does: method.restore.kind,
    container: model.container.field,
    podSpec: model.pod.spec,
    image,
    script: method.restore.script(model.context),
    ...(isFill && verify ? { verify } : {}),
    host: `${name}-0.${name}.${namespace}.svc`,
    port: model.port ?? model.engine.clientPort.value,
    facts: '',
    ...(isFill && beside.dataClaim !== undefined && mount?.path !== undefined && directory !== undefined
      ? { data: { claim: beside.dataClaim, mountPath: mount.path, subPath: mount.subPath, path: directory.path } }
      : {}),
  };
}
