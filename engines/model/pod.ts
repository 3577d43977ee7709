import { readEnvironment } from './environment.ts';
import { Field } from './field.ts';
import { readFiles } from './files.ts';
import { readImage } from './image.ts';
import type { ObjectLookup } from './lookup.ts';
import type { KubeObject, Path } from './object.ts';
import { readVolumes } from './volumes.ts';
import { readWords } from './words.ts';
import type { Container, Mount, Pod, Volume, Workload, WorkloadKind } from './workload.ts';

/** Where the pod template stands, by kind. */
const TEMPLATES: Readonly<Record<WorkloadKind, Path>> = {
  StatefulSet: ['spec', 'template'],
  Deployment: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  Pod: [],
};

/** True for the kinds that run pods. */
export function isWorkloadKind(kind: string): kind is WorkloadKind {
  return Object.hasOwn(TEMPLATES, kind);
}

/** The way to the pod template of a workload: its `metadata` and `spec` stand below. */
export function podPath(kind: WorkloadKind): Path {
  return TEMPLATES[kind];
}

/** Reads an object that runs pods, with what its pods refer to as far as it is in sight; undefined for other kinds. */
export function readWorkload(object: KubeObject, lookup: ObjectLookup): Workload | undefined {
  const { kind } = object;
  if (!isWorkloadKind(kind)) return undefined;
  const root = new Field(object);
  const replicas = root.at('spec', 'replicas');
  const isSet = kind !== 'Pod' && kind !== 'DaemonSet' && kind !== 'Job' && kind !== 'CronJob';
  const count = replicas.number() ?? (isSet && !replicas.absent ? undefined : 1);
  const templates = kind === 'StatefulSet' ? root.at('spec', 'volumeClaimTemplates').items() : [];
  return {
    object,
    kind,
    name: object.name,
    namespace: object.namespace,
    root,
    replicas: { value: kind === 'DaemonSet' ? undefined : count, source: replicas.source },
    pod: readPod(root.at(...podPath(kind)), templates, lookup),
  };
}

function readPod(template: Field, claimTemplates: readonly Field[], lookup: ObjectLookup): Pod {
  const metadata = template.at('metadata');
  const spec = template.at('spec');
  const labels = metadata.at('labels');
  const volumes = readVolumes(spec, claimTemplates, lookup);
  const read = (init: boolean) => (field: Field) => readContainer(field, init, volumes, lookup);
  return {
    metadata,
    spec,
    labels: labels.stringMap(),
    labelsKnown:
      (labels.known || labels.absent) &&
      labels.entries().every(([, value]) => value.known) &&
      !labels.object.isOpen(labels.path),
    annotations: metadata.at('annotations').stringMap(),
    containers: [
      ...spec.at('initContainers').items().map(read(true)),
      ...spec.at('containers').items().map(read(false)),
    ],
    volumes,
  };
}

function readContainer(field: Field, isInit: boolean, volumes: readonly Volume[], lookup: ObjectLookup): Container {
  const environment = readEnvironment(field, lookup);
  const { command, args, scripts } = readWords(field, environment.variables);
  const mounts = field
    .at('volumeMounts')
    .items()
    .map((mount) => readMount(mount, volumes));
  const { files, complete } = readFiles(mounts, lookup);
  return {
    field,
    name: field.at('name').string(),
    init: isInit && field.at('restartPolicy').string() !== 'Always',
    image: readImage(field.at('image')),
    words: [...command, ...args],
    command,
    args,
    scripts,
    environment,
    ports: field
      .at('ports')
      .items()
      .map((port) => ({
        name: port.at('name').string(),
        port: port.at('containerPort').number(),
        field: port,
      })),
    mounts,
    files,
    filesComplete: complete && !field.object.isOpen([...field.path, 'volumeMounts']),
  };
}

function readMount(field: Field, volumes: readonly Volume[]): Mount {
  const volumeName = field.at('name').string();
  const path = field.at('mountPath').string()?.trim();
  return {
    field,
    volumeName,
    path: path === undefined || path === '/' ? path : path.replace(/\/+$/u, ''),
    subPath: field.at('subPath').string() ?? field.at('subPathExpr').string(),
    readOnly: field.at('readOnly').boolean() ?? false,
    volume: volumeName === undefined ? undefined : volumes.find((volume) => volume.name === volumeName),
  };
}
