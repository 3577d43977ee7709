import type { Json } from '../../../engines/model/object.ts';
import type { DataJob, EngineSide } from '../../backups/data-job.ts';
import { dataJob } from '../../backups/job.ts';
import { moverConfigMap, moverName } from '../../backups/mover-config-map.ts';
import { EXCHANGE, ROOT, type MoverRequest } from '../../backups/mover/request.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { followStep, jobStep } from '../../procedures/jobs/job-steps.ts';
import { moverStep } from '../../procedures/jobs/mover-step.ts';
import { objectStep } from '../../procedures/jobs/object-step.ts';
import type { Step } from '../../runner/step.ts';
import { withPlanning } from '../backup/needs.ts';
import { fetchedStep } from './fetched-step.ts';
import { beginsAnew, followsWriting, writesOnce } from './instance-facts.ts';
import { admitStep, dismissStep } from './admit-steps.ts';
import { ownSecretSteps } from './own-secret.ts';
import { readyStep } from './ready-step.ts';
import type { Restoring } from './restoring-model.ts';
import { manifestIn, UNFIT, unlessUnfit } from './unfit.ts';

/** A Job of this operation that only the mover works in. */
export function moverJob(restoring: Restoring, name: string, request: MoverRequest): DataJob {
  const { id, namespace, source, parameters, program, destination } = restoring;
  return {
    name,
    namespace,
    operation: id,
    database: source,
    podLabels: parameters.podLabels,
    engine: undefined,
    mover: {
      image: parameters.moverImage,
      configMap: moverName(program),
      request: JSON.parse(JSON.stringify(request)) as Json,
      destination,
      identity: request.do === 'fetch' ? parameters.identity : undefined,
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
  const { login, admission } = restoring;
  const target = { namespace, pod: `${name}-0`, container: restoring.server.model.container.name ?? '' };
  const loading: Step[] = [
    ...(admission === undefined ? [] : [admitStep(target, admission)]),
    ...(login === undefined ? [] : [login.create]),
    writesOnce(
      jobStep(dataJob({ ...moverJob(restoring, load, request), engine }), {
        id: 'load-job',
        title: `Read ${parameters.backup} back`,
        clock: 'loadStarted',
      }),
    ),
    followsWriting(
      fetchedStep(load, {
        namespace,
        deadline: parameters.deadline + 60,
        tolerates: isTest,
        expected: restoring.expected,
      }),
    ),
    // What is tested goes as a whole.
    ...(admission === undefined || isTest ? [] : [dismissStep(target, admission)]),
  ];
  const claims = beside.claims.map((object, index) => {
    const step = objectStep({
      id: `claim-${index}`,
      title: `Make the claim ${object.metadata.name}`,
      resource: RESOURCES.claims,
      object,
    });
    return object.metadata.name === beside.dataClaim ? beginsAnew(step) : step;
  });
  // Its way back waits until the server has ended.
  const grace = restoring.server.model.pod.spec.at('terminationGracePeriodSeconds').number() ?? 30;
  const set: Step = {
    ...objectStep({ id: 'set', title: `Start ${name}`, resource: RESOURCES.statefulSets, object: beside.set }),
    removesWrites: false,
    deadline: grace + 60,
  };
  const starting: Step[] = [
    // Without a claim the data is where the pod is.
    beside.dataClaim === undefined ? beginsAnew(set) : set,
    readyStep(namespace, `${name}-0`, { tolerates: isTest && method.restore.kind === 'fill' }),
  ];
  const steps = [
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
      ...ownSecretSteps(beside.secret),
      ...claims,
      ...(method.restore.kind === 'fill' ? [...loading, ...starting] : [...starting, ...loading]),
    ].map(unlessUnfit),
    ...(login === undefined ? [] : [login.remove]),
  ];
  return withPlanning(steps, namespace);
}

function engineSide({ server, image, method, beside, name, namespace, login }: Restoring): EngineSide {
  const { model } = server;
  const { mount, directory } = model.data;
  const isFill = method.restore.kind === 'fill';
  const verify = method.verifyFiles?.(model.context);
  return {
    does: method.restore.kind,
    container: model.container.field,
    podSpec: model.pod.spec,
    image,
    login: login?.secret,
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
