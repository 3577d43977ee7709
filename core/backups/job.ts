import type { Json } from '../../engines/model/object.ts';
import type { ApiObject } from '../cluster/connection.ts';
import type { DataJob } from './data-job.ts';
import { engineContainer, inheritedBy, moverContainer } from './job-containers.ts';
import { destinationVolumes } from './job-destination.ts';
import { fsGroupOf, groupOf, placeOf, userOf } from './job-user.ts';

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

/** The labels of a Job's pod by which a NetworkPolicy may know it; the others are of one operation alone. */
export function jobLabels(podLabels: DataJob['podLabels']): Record<string, string> {
  return { ...podLabels, 'app.kubernetes.io/managed-by': 'plinth' };
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
          ...(engine === undefined ? [] : inheritedBy(engine).volumes),
          ...(engine?.data === undefined
            ? []
            : [{ name: 'data', persistentVolumeClaim: { claimName: engine.data.claim } }]),
        ],
      },
    },
  };
}
