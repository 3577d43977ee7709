import type { Json } from '../../engines/model/object.ts';
import type { JobScript } from '../../engines/model/dump.ts';
import type { Field } from '../../engines/model/field.ts';
import type { ApiObject } from '../cluster/connection.ts';
import { dumpingScript, MEETING, MOVER_START, restoringScript } from './job-scripts.ts';
import { inheritVariables } from './job-variables.ts';
import type { Destination } from './manifest.ts';

/** A Job in whose pod the engine's container and the mover work on one stream; without `engine` the mover works alone. */
export interface DataJob {
  readonly name: string;
  readonly namespace: string;
  /** The operation's id: it stands on the Job and its pod. */
  readonly operation: string;
  /** The database's workload, for the label. */
  readonly database: string;
  /** Labels for the pod besides our own: those that a NetworkPolicy of the database asks of its clients. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly engine: EngineSide | undefined;
  readonly mover: MoverSide;
  /** Seconds until Kubernetes ends it. */
  readonly deadline: number;
}

/** The container of the server's own image. */
export interface EngineSide {
  readonly does: 'dump' | 'load' | 'fill';
  /** The server's container as it is written. */
  readonly container: Field;
  /** The server's pod: its user is kept. */
  readonly podSpec: Field;
  /** As the pod of the server reports it, with its digest where it is known; else as written. */
  readonly image: string;
  readonly script: JobScript;
  /** Asks the server right before and right after a dump. */
  readonly around?: JobScript | undefined;
  /** A check of the unpacked files. */
  readonly verify?: JobScript | undefined;
  readonly host: string;
  readonly port: number;
  /** `key=value` a line; no secret. */
  readonly facts: string;
  /** For `fill`: the claim, its mount as in the server's container, and the data directory. */
  readonly data?:
    | {
        readonly claim: string;
        readonly mountPath: string;
        readonly subPath?: string | undefined;
        readonly path: string;
      }
    | undefined;
}

export interface MoverSide {
  /** An image with Node ≥ 22.15. */
  readonly image: string;
  /** The ConfigMap with the program: `plinth-mover-…`. */
  readonly configMap: string;
  /** What it shall do; given to it as `PLINTH_REQUEST`. No secret. */
  readonly request: Json;
  readonly destination: Destination;
}

/** Whose user the server's image has where its pod names none: the official images of PostgreSQL, MySQL, MariaDB and Redis make it 999. */
const USER = 999;
/** Seconds that an ended Job stays, for its log. */
const KEPT = 3600;

/** The Job's manifest. */
export function dataJob(job: DataJob): ApiObject {
  const { name, namespace } = job;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace, labels: labelsOf(job) },
    spec: jobSpec(job),
  };
}

/** When and how often a CronJob makes its Job. */
export interface Schedule {
  /** Five fields, as cron has them. */
  readonly cron: string;
  /** `Europe/Zurich`. */
  readonly timeZone: string;
  readonly suspended: boolean;
}

/** A CronJob that makes the Job again and again; a run is left out while the one before it still works. */
export function dataCronJob(job: DataJob, { cron, timeZone, suspended }: Schedule): ApiObject {
  const { name, namespace } = job;
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace, labels: labelsOf(job) },
    spec: {
      schedule: cron,
      timeZone,
      suspend: suspended,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: { metadata: { labels: labelsOf(job) }, spec: jobSpec(job) },
    },
  };
}

function labelsOf({ operation, database }: DataJob): Record<string, string> {
  return {
    'app.kubernetes.io/managed-by': 'plinth',
    'plinth.dev/operation': operation,
    // A label's value has at most 63 characters.
    'plinth.dev/database': database.slice(0, 63).replace(/[^A-Za-z0-9]+$/u, ''),
  };
}

function jobSpec(job: DataJob): Json {
  const { engine, mover, podLabels, deadline } = job;
  const user = userOf(engine);
  return {
    // A dump that failed is not to be tried again behind the runner's back.
    backoffLimit: 0,
    activeDeadlineSeconds: deadline,
    ttlSecondsAfterFinished: KEPT,
    template: {
      metadata: { labels: { ...podLabels, ...labelsOf(job) } },
      spec: {
        restartPolicy: 'Never',
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        terminationGracePeriodSeconds: 30,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: user,
          runAsGroup: groupOf(engine, user),
          fsGroup: fsGroupOf(engine, user),
          fsGroupChangePolicy: 'OnRootMismatch',
          seccompProfile: { type: 'RuntimeDefault' },
        },
        ...placeOf(engine),
        containers: [...(engine === undefined ? [] : [engineContainer(engine)]), moverContainer(mover)],
        volumes: [
          { name: 'meeting', emptyDir: {} },
          { name: 'scratch', emptyDir: {} },
          { name: 'program', configMap: { name: mover.configMap } },
          ...destinationVolumes(mover.destination),
          ...(engine?.data === undefined
            ? []
            : [{ name: 'data', persistentVolumeClaim: { claimName: engine.data.claim } }]),
        ],
      },
    },
  };
}

const SECURE = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
} as const;

const MEETING_MOUNTS = [
  { name: 'meeting', mountPath: MEETING },
  { name: 'scratch', mountPath: '/tmp' },
] as const;

function engineContainer({
  does,
  container,
  image,
  script,
  around,
  verify,
  host,
  port,
  facts,
  data,
}: EngineSide): Json {
  const inherits = [...script.inherits];
  for (const one of [...(verify?.inherits ?? []), ...(around?.inherits ?? [])]) {
    if (!inherits.some(({ name }) => name === one.name)) inherits.push(one);
  }
  const { env, prelude } = inheritVariables(container, inherits);
  const pull = container.at('imagePullPolicy').string();
  const mount = data && {
    name: 'data',
    mountPath: data.mountPath,
    ...(data.subPath === undefined ? {} : { subPath: data.subPath }),
  };
  return {
    name: 'engine',
    image,
    ...(pull === undefined ? {} : { imagePullPolicy: pull }),
    command: ['sh', '-c', literally(does === 'dump' ? dumpingScript(prelude) : restoringScript(prelude))],
    env: [
      { name: 'HOST', value: host },
      { name: 'PORT', value: String(port) },
      { name: 'HOME', value: '/tmp' },
      ...(data ? [{ name: 'DATA', value: data.path }] : []),
      // A variable's text would be expanded by the kubelet where `$(NAME)` stands in it.
      { name: 'PLINTH_SCRIPT', value: literally(script.script) },
      ...(around ? [{ name: 'PLINTH_AROUND', value: literally(around.script) }] : []),
      ...(verify ? [{ name: 'PLINTH_VERIFY', value: literally(verify.script) }] : []),
      { name: 'PLINTH_FACTS', value: literally(facts) },
      ...env,
    ],
    resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '1Gi' } },
    securityContext: SECURE,
    volumeMounts: [...MEETING_MOUNTS, ...(mount ? [mount] : [])],
  };
}

function moverContainer({ image, request, destination }: MoverSide): Json {
  return {
    name: 'mover',
    image,
    command: ['sh', '-c', literally(MOVER_START)],
    env: [{ name: 'PLINTH_REQUEST', value: literally(JSON.stringify(request)) }, ...credentials(destination)],
    resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '768Mi' } },
    securityContext: SECURE,
    volumeMounts: [
      ...MEETING_MOUNTS,
      { name: 'program', mountPath: '/plinth-mover', readOnly: true },
      ...destinationMounts(destination),
    ],
  };
}

/** `$$` is the kubelet's way to write `$` in commands and variables, where it would expand `$(NAME)`. https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/ */
function literally(text: string): string {
  return text.replaceAll('$', () => '$$');
}

function credentials(destination: Destination): Json[] {
  if (destination.kind === 'claim') return [];
  const { secret, authority } = destination;
  const refer = (name: string, key: string): Json => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key, optional: true } },
  });
  return [
    refer('AWS_ACCESS_KEY_ID', 'AWS_ACCESS_KEY_ID'),
    refer('AWS_SECRET_ACCESS_KEY', 'AWS_SECRET_ACCESS_KEY'),
    refer('PLINTH_ACCESS_KEY_ID', 'accessKeyId'),
    refer('PLINTH_SECRET_ACCESS_KEY', 'secretAccessKey'),
    ...(authority === undefined ? [] : [{ name: 'NODE_EXTRA_CA_CERTS', value: '/plinth-authority/ca.crt' }]),
  ];
}

function destinationVolumes(destination: Destination): Json[] {
  if (destination.kind === 'claim')
    return [{ name: 'backups', persistentVolumeClaim: { claimName: destination.claim } }];
  return destination.authority === undefined ? [] : [{ name: 'authority', configMap: { name: destination.authority } }];
}

function destinationMounts(destination: Destination): Json[] {
  if (destination.kind === 'claim') return [{ name: 'backups', mountPath: '/backups' }];
  return destination.authority === undefined
    ? []
    : [{ name: 'authority', mountPath: '/plinth-authority', readOnly: true }];
}

/** The server's own user, unless that is root: neither program needs to be it. */
function userOf(engine: EngineSide | undefined): number {
  const own = engine?.container.at('securityContext', 'runAsUser').number();
  const ofPod = engine?.podSpec.at('securityContext', 'runAsUser').number();
  return [own, ofPod].find((user) => user !== undefined && user !== 0) ?? USER;
}

function groupOf(engine: EngineSide | undefined, user: number): number {
  const own = engine?.container.at('securityContext', 'runAsGroup').number();
  const ofPod = engine?.podSpec.at('securityContext', 'runAsGroup').number();
  return [own, ofPod].find((group) => group !== undefined && group !== 0) ?? user;
}

function fsGroupOf(engine: EngineSide | undefined, user: number): number {
  const group = engine?.podSpec.at('securityContext', 'fsGroup').number();
  return group !== undefined && group !== 0 ? group : user;
}

/** Pull secrets and tolerations of the server's pod: its image must be pullable, and a node of its pool may be the only one. */
function placeOf(engine: EngineSide | undefined): Record<string, Json> {
  const kept: Record<string, Json> = {};
  for (const key of ['imagePullSecrets', 'tolerations', 'nodeSelector']) {
    const value = engine?.podSpec.at(key).value;
    if (value !== undefined) kept[key] = value;
  }
  return kept;
}
