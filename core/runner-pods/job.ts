import type { Json } from '../../engines/model/object.ts';
import type { ApiObject } from '../cluster/connection.ts';
import { READY_FILE } from './manifests.ts';
import { JOB_LABEL, JOB_UID_LABEL, runLabels, runName } from './names.ts';
import { FOLDER, PROGRAM_KEY, REQUEST_KEY, type RunnerRequest } from './request.ts';

/** The pod ends with it where nothing was begun and trying again would change nothing; why stands in its termination message. */
export const REFUSED = 65;

/** Any image with Node ≥ 20.19. */
export const IMAGE = 'node:22';

/** Runners of an operation: one leads, the other stands by. */
export const RUNNERS = 2;

/** Seconds that an ended Job stays, with all that it owns: whoever watches may still read why. */
const KEPT = 30;
/** Seconds after which Kubernetes ends it, whatever it does: nothing stays for ever. Longer than any operation that takes writes away. */
const LONGEST = 6 * 3600;
/** Pods of it that may be lost; each is replaced, so that somebody stands by again. */
const LOST = 10;
/** The user `node` of Node's official images; any other would do. */
const USER = 1000;

/** Starts the program from its compressed text, without a file: the container's own file system is read-only. */
const START = `const Module=require("node:module"),program=new Module("${FOLDER}/runner.cjs");program._compile(require("node:zlib").gunzipSync(require("node:fs").readFileSync("${FOLDER}/${PROGRAM_KEY}")).toString("utf8"),"${FOLDER}/runner.cjs")`;

/** What runner pods are made of. */
export interface PodsOf {
  readonly image: string;
  /** The ServiceAccount. */
  readonly account: string;
  /** The ConfigMap with the program and the request. */
  readonly configMap: string;
  /** The request's key in it. */
  readonly request: string;
  readonly labels: Readonly<Record<string, Json>>;
}

/**
 * The Job of the two runner pods. A Job, and no Deployment: it ends by itself, and what is left is removed by Kubernetes (ttl), also when nobody is there any more who could; a
 * pod that is lost is replaced as with a Deployment. Its ConfigMap, ServiceAccount, Role and RoleBinding are its own and go with it.
 * https://kubernetes.io/docs/concepts/workloads/controllers/job/
 */
export function runnerJob(request: RunnerRequest, { image, account }: Pick<PodsOf, 'image' | 'account'>): ApiObject {
  const { id, database } = request;
  const labels = runLabels(database, id);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: runName(id), namespace: database.namespace, labels },
    spec: {
      ...runnerJobSpec({ image, account, configMap: runName(id), request: REQUEST_KEY, labels }),
      ttlSecondsAfterFinished: KEPT,
    },
  };
}

/** The part that a Job and a CronJob's template have in common. */
export function runnerJobSpec(pods: PodsOf): Readonly<Record<string, Json>> {
  return {
    completionMode: 'Indexed',
    completions: RUNNERS,
    parallelism: RUNNERS,
    backoffLimit: LOST,
    activeDeadlineSeconds: LONGEST,
    podFailurePolicy: {
      rules: [
        { action: 'FailJob', onExitCodes: { containerName: 'runner', operator: 'In', values: [REFUSED] } },
        { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      ],
    },
    template: { metadata: { labels: pods.labels }, spec: podSpec(pods) },
  };
}

function podSpec({ image, account, configMap, request, labels }: PodsOf): Json {
  const together = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: labels } };
  return {
    restartPolicy: 'Never',
    serviceAccountName: account,
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    // Long enough to hand over to the other one.
    terminationGracePeriodSeconds: 20,
    // On two nodes where there are two.
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: together }],
      },
    },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'runner',
        image,
        command: ['node', '--eval', START],
        env: [
          { name: 'PLINTH_POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'PLINTH_JOB', valueFrom: { fieldRef: { fieldPath: `metadata.labels['${JOB_LABEL}']` } } },
          { name: 'PLINTH_JOB_UID', valueFrom: { fieldRef: { fieldPath: `metadata.labels['${JOB_UID_LABEL}']` } } },
          { name: 'PLINTH_REQUEST', value: request },
          { name: 'HOME', value: '/tmp' },
        ],
        readinessProbe: { exec: { command: ['test', '-f', READY_FILE] }, periodSeconds: 1, timeoutSeconds: 5 },
        resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [
          { name: 'run', mountPath: FOLDER, readOnly: true },
          { name: 'scratch', mountPath: '/tmp' },
        ],
      },
    ],
    volumes: [
      { name: 'run', configMap: { name: configMap } },
      { name: 'scratch', emptyDir: { sizeLimit: '16Mi' } },
    ],
  };
}
