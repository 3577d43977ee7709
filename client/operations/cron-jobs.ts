import type { Json } from '../../engines/model/object.ts';
import type { ApiObject, Connection } from '../../core/cluster/connection.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';

/** Names a CronJob. */
export interface CronJobName {
  readonly namespace: string;
  readonly name: string;
}

/** Lets no run begin until it is resumed, or begin again. What runs, runs on. Throws {@link ../../core/cluster/trouble.ClusterTrouble}. */
export async function suspend(
  connection: Pick<Connection, 'patch'>,
  name: CronJobName,
  isSuspended: boolean,
): Promise<void> {
  const place = { resource: RESOURCES.cronJobs, ...name };
  // «add» puts it where it is, too.
  await connection.patch(place, [{ op: 'add', path: '/spec/suspend', value: isSuspended }]);
}

/**
 * Makes a Job of a CronJob now, as `kubectl create job --from` does, and gives its name.
 * https://kubernetes.io/docs/reference/kubectl/generated/kubectl_create/kubectl_create_job/
 * Throws {@link ../../core/cluster/trouble.ClusterTrouble}.
 */
export async function runNow(
  connection: Pick<Connection, 'read' | 'create'>,
  { namespace, name }: CronJobName,
  now: number,
): Promise<string> {
  const cronJob = await connection.read({ resource: RESOURCES.cronJobs, namespace, name });
  const { jobTemplate } = cronJob['spec'] as {
    readonly jobTemplate: { readonly metadata?: Partial<ApiObject['metadata']>; readonly spec: Json };
  };
  const { labels, annotations } = jobTemplate.metadata ?? {};
  // Kubernetes limits a Job's name to 63 characters, because its pods carry it as a label.
  const own = `${name.slice(0, 46)}-${Math.floor(now / 1000).toString(36)}`;
  const { uid } = cronJob.metadata;
  const owner = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    name,
    ...(uid === undefined ? {} : { uid }),
    controller: true,
  };
  const job: ApiObject = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: own,
      namespace,
      ...(labels === undefined ? {} : { labels }),
      annotations: { ...(annotations as object | undefined), 'cronjob.kubernetes.io/instantiate': 'manual' },
      ownerReferences: [owner],
    },
    spec: jobTemplate.spec,
  };
  await connection.create(job, { resource: RESOURCES.jobs, namespace, name: own });
  return own;
}
