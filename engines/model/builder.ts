import type { BackupJob, Database, DataPlace, Services, WorkloadModel } from './database.ts';
import type { Engine, EngineContext, OwnImage, Recognition } from './engine.ts';
import { Field } from './field.ts';
import type { ObjectLookup } from './lookup.ts';
import type { KubeObject } from './object.ts';
import { readWorkload } from './pod.ts';
import type { Container, Mount, VolumeKind, Workload } from './workload.ts';

/** How a container is recognised: `engines/recognise.ts`, handed in because the engines import the model. */
export interface Recogniser {
  recognise(container: Container, workload: Workload, own: readonly OwnImage[]): Recognition | undefined;
}

/** Says why this data may be lost: on the workload or its pod template. */
export const EPHEMERAL_ANNOTATION = 'plinth.dev/ephemeral';

/**
 * Makes the model of one object: its databases, or the backup that it is. The one builder: the language server hands it syntax
 * trees, the core live objects. Undefined for an object that runs no pods.
 */
export function buildModel(
  object: KubeObject,
  lookup: ObjectLookup,
  recogniser: Recogniser,
  own: readonly OwnImage[],
): WorkloadModel | undefined {
  const workload = readWorkload(object, lookup);
  if (workload === undefined) return undefined;
  const databases: Database[] = [];
  let backup: BackupJob | undefined;
  const recognised = workload.pod.containers.map((container) => ({
    container,
    recognition: recogniser.recognise(container, workload, own),
  }));
  const isServer = ({ container, recognition }: (typeof recognised)[number]): boolean =>
    recognition?.role === 'server' && !container.init;
  const certain = recognised.filter((one) => isServer(one) && one.recognition?.certainty === 'certain');
  for (const one of recognised) {
    const { container, recognition } = one;
    if (recognition && isServer(one)) {
      if (!isHelper(recognition, certain)) databases.push(buildDatabase(workload, container, recognition, lookup));
    } else if (recognition && isBackup(recognition, container, workload)) {
      backup ??= { engine: recognition.engine, workload, container, why: recognition.why };
    }
  }
  return { workload, databases, backup, lookup };
}

/**
 * Variables and mounts of a server, in a pod whose server is another container for certain: a sidecar that looks after it shares them. Two servers
 * of one engine in one pod are not made like that.
 */
function isHelper(
  recognition: Recognition,
  certain: readonly { readonly recognition: Recognition | undefined }[],
): boolean {
  return recognition.bySigns === true && certain.some((other) => other.recognition?.engine === recognition.engine);
}

const MEANT_AS_BACKUP = /back-?up|dump|snapshot/iu;

/** A job that runs a dump tool, or a client in a job that calls itself a backup: what it really does is for the rules to say. */
function isBackup({ role }: Recognition, container: Container, workload: Workload): boolean {
  if (workload.kind !== 'Job' && workload.kind !== 'CronJob') return false;
  return (
    role === 'backup' || (role === 'client' && MEANT_AS_BACKUP.test(`${workload.name ?? ''} ${container.name ?? ''}`))
  );
}

function buildDatabase(
  workload: Workload,
  container: Container,
  recognition: Recognition,
  lookup: ObjectLookup,
): Database {
  const { engine, variant, version } = recognition;
  const { pod } = workload;
  const facing = { container, pod, workload, variant, version };
  const context: EngineContext = { ...facing, settings: engine.settings(facing) };
  const persistence = engine.persistence(context);
  return {
    engine,
    recognition,
    variant,
    version,
    workload,
    pod,
    container,
    context,
    settings: context.settings,
    members: { count: workload.replicas.value, source: workload.replicas.source },
    replication: engine.replication(context),
    persistence,
    cache: persistence.state === 'off',
    throwAway: throwAwayReason(workload),
    port: engine.port(context),
    data: dataPlace(engine, context),
    services: servicesOf(workload, lookup),
  };
}

function throwAwayReason(workload: Workload): string | undefined {
  const ofWorkload = workload.root.at('metadata', 'annotations', EPHEMERAL_ANNOTATION).string();
  const reason = ofWorkload ?? workload.pod.annotations[EPHEMERAL_ANNOTATION];
  return reason?.trim() === '' ? undefined : reason;
}

const DURABLE: ReadonlySet<VolumeKind> = new Set(['claim-template', 'claim']);

function dataPlace(engine: Engine, context: EngineContext): DataPlace {
  const directory = engine.dataDirectory(context);
  const { mounts } = context.container;
  const mount = directory && mountOf(directory.path, mounts);
  return {
    directory,
    mount,
    volume: mount?.volume,
    elsewhere: mounts.filter(
      (other) => other !== mount && other.volume !== undefined && DURABLE.has(other.volume.kind),
    ),
  };
}

/** The mount in which a directory lies: the longest mount path that is the directory or above it. */
export function mountOf(directory: string, mounts: readonly Mount[]): Mount | undefined {
  const above = mounts.filter(({ path }) => path !== undefined && isWithin(directory, path));
  return above.sort((a, b) => (b.path?.length ?? 0) - (a.path?.length ?? 0))[0];
}

/** True when `directory` is `parent` or lies below it. */
export function isWithin(directory: string, parent: string): boolean {
  const clean = directory.replace(/\/+$/u, '');
  return clean === parent || parent === '/' || clean.startsWith(`${parent}/`);
}

function servicesOf(workload: Workload, lookup: ObjectLookup): Services {
  const governingName = workload.root.at('spec', 'serviceName');
  const name = workload.kind === 'StatefulSet' ? governingName.string() : undefined;
  const [governing] = name === undefined || name === '' ? [] : lookup.named('Service', workload.object, name);
  const selecting = lookup.selecting('Service', workload.object, workload.pod.labels);
  const namesakes = workload.name === undefined ? [] : lookup.named('Service', workload.object, workload.name);
  const namesake = namesakes.find(
    (service) => !selecting.includes(service) && new Field(service).at('spec', 'selector').exists,
  );
  return { governingName, governing, selecting, namesake };
}
