import type { Json } from '../../engines/model/object.ts';
import type { ApiObject } from '../cluster/connection.ts';
import type { DataJob } from './data-job.ts';
import { dataCronJob, type Schedule } from './job.ts';
import type { Retention } from './retention.ts';

/** What stands on a CronJob of backups, for people and for lists: the schedule itself is in its `spec`. */
export const SCHEDULE_ANNOTATIONS = {
  destination: 'plinth.dev/destination',
  method: 'plinth.dev/method',
  /** As JSON; absent where nothing is ever removed. */
  retention: 'plinth.dev/retention',
} as const;

/** Kubernetes adds up to 11 characters for each run. https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ */
export const LONGEST_NAME = 52;

/** What a scheduled backup is known by. */
export interface Scheduled {
  readonly destination: string;
  readonly method: string;
  readonly retention: Retention | undefined;
}

/** The CronJob that backs a database up. Its ended Jobs stay as its history, as many as its limits say: a failed run is not forgotten after an hour. */
export function backupCronJob(
  job: DataJob,
  schedule: Schedule,
  { destination, method, retention }: Scheduled,
): ApiObject {
  const cronJob = dataCronJob(job, schedule);
  const spec = cronJob['spec'] as Readonly<Record<string, Json>> & { readonly jobTemplate: Template };
  const jobSpec = Object.fromEntries(
    Object.entries(spec.jobTemplate.spec).filter(([key]) => key !== 'ttlSecondsAfterFinished'),
  );
  const annotations = {
    [SCHEDULE_ANNOTATIONS.destination]: destination,
    [SCHEDULE_ANNOTATIONS.method]: method,
    ...(retention === undefined ? {} : { [SCHEDULE_ANNOTATIONS.retention]: JSON.stringify(retention) }),
  };
  return {
    ...cronJob,
    metadata: { ...cronJob.metadata, annotations },
    spec: { ...spec, jobTemplate: { ...spec.jobTemplate, spec: jobSpec } },
  };
}

type Template = Readonly<Record<string, Json>> & { readonly spec: Readonly<Record<string, Json>> };
