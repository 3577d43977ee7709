import { RESOURCES } from '../../../core/cluster/resources.ts';
import type { ApiObject, ObjectName } from '../../../core/cluster/connection.ts';
import type { Control, Controller } from './controllers.ts';
import { asPod } from './kubelet.ts';
import type { Meta } from './store.ts';

interface JobShape {
  readonly metadata: Meta;
  readonly spec: {
    readonly suspend?: boolean;
    readonly activeDeadlineSeconds?: number;
    readonly template: { readonly metadata?: Meta; readonly spec?: unknown };
  };
  readonly status?: { readonly startTime?: string; readonly conditions?: readonly unknown[] };
}

/** Runs a Job's one pod until the test's function says that it is over, or the Job's deadline passes. A pod that fails is not tried again. */
export const runJobs: Controller = (control) => {
  let again: number | undefined;
  for (const object of control.store.all(RESOURCES.jobs)) {
    const { metadata, spec, status } = object as unknown as JobShape;
    if (metadata.deletionTimestamp !== undefined || spec.suspend === true || status?.conditions !== undefined) continue;
    if (status?.startTime === undefined) begin(control, object);
    else if (advance(control, object, Date.parse(status.startTime))) continue;
    again = 500;
  }
  return again;
};

const nameOfJob = ({ namespace, name }: Meta): ObjectName => ({ resource: RESOURCES.jobs, namespace, name });

function begin({ store, time }: Control, object: ApiObject): void {
  const { metadata, spec } = object as unknown as JobShape;
  const name = `${metadata.name}-${(metadata.uid ?? '').slice(-5)}`;
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      labels: {
        ...spec.template.metadata?.labels,
        'job-name': metadata.name,
        'batch.kubernetes.io/job-name': metadata.name,
      },
      ownerReferences: [
        { apiVersion: 'batch/v1', kind: 'Job', name: metadata.name, uid: metadata.uid ?? '', controller: true },
      ],
    },
    spec: spec.template.spec ?? {},
  };
  try {
    store.create(pod as unknown as ApiObject, { resource: RESOURCES.pods, namespace: metadata.namespace, name });
  } catch {
    // A quota keeps it out: it is tried again.
    return;
  }
  store.change(nameOfJob(metadata), (draft) => {
    draft.status = { startTime: new Date(time.now()).toISOString(), active: 1 };
  });
}

/** Gives whether the Job is over. */
function advance({ store, time, job }: Control, object: ApiObject, started: number): boolean {
  const { metadata, spec } = object as unknown as JobShape;
  const { succeeds, milliseconds } = job(object);
  const { activeDeadlineSeconds = Infinity } = spec;
  const passed = time.now() - started;
  const late = passed > activeDeadlineSeconds * 1000 && milliseconds > activeDeadlineSeconds * 1000;
  if (!late && passed < milliseconds) return false;
  const good = succeeds && !late;
  for (const pod of store.all(RESOURCES.pods, metadata.namespace).map(asPod)) {
    if (!pod.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid)) continue;
    const name: ObjectName = { resource: RESOURCES.pods, namespace: metadata.namespace, name: pod.metadata.name };
    if (late) store.remove(name);
    else
      store.change(name, (draft) => {
        draft.status = {
          ...pod.status,
          phase: good ? 'Succeeded' : 'Failed',
          conditions: [{ type: 'Ready', status: 'False' }],
        };
      });
  }
  store.change(nameOfJob(metadata), (draft) => {
    const reason = late ? { reason: 'DeadlineExceeded' } : {};
    draft.status = {
      ...(draft.status as object),
      active: 0,
      ...(good ? { succeeded: 1, completionTime: new Date(time.now()).toISOString() } : { failed: 1 }),
      conditions: [{ type: good ? 'Complete' : 'Failed', status: 'True', ...reason }],
    };
  });
  return true;
}
