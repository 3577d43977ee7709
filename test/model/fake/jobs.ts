import { RESOURCES } from '../../../core/cluster/resources.ts';
import type { ApiObject, ObjectName } from '../../../core/cluster/connection.ts';
import type { Control, Controller } from './controllers.ts';
import { asPod, type PodShape } from './kubelet.ts';
import type { Meta } from './store.ts';

interface JobShape {
  readonly metadata: Meta;
  readonly spec: {
    readonly suspend?: boolean;
    readonly activeDeadlineSeconds?: number;
    readonly ttlSecondsAfterFinished?: number;
    readonly template: { readonly metadata?: Meta; readonly spec?: unknown };
  };
  readonly status?: { readonly startTime?: string; readonly ended?: number; readonly conditions?: readonly unknown[] };
}

/**
 * Runs a Job's one pod until the test's function says that it is over, or its program has ended, or the Job's deadline passes. A pod that fails is not tried again.
 * A Job that has ended is removed after its time to live. https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/
 */
export const runJobs: Controller = (control) => {
  let again: number | undefined;
  for (const object of control.store.all(RESOURCES.jobs)) {
    const { metadata, spec, status } = object as unknown as JobShape;
    if (metadata.deletionTimestamp !== undefined || spec.suspend === true) continue;
    if (status?.conditions !== undefined) {
      const left = untilRemoved(control, object as unknown as JobShape);
      if (left !== undefined) again = Math.min(again ?? Infinity, left);
      continue;
    }
    if (status?.startTime === undefined) begin(control, object);
    else if (advance(control, object, Date.parse(status.startTime))) continue;
    again = Math.min(again ?? Infinity, 500);
  }
  return again;
};

/** Removes an ended Job whose time to live is over; else gives the milliseconds until then. */
function untilRemoved({ store, time }: Control, { metadata, spec, status }: JobShape): number | undefined {
  const { ttlSecondsAfterFinished: seconds } = spec;
  if (seconds === undefined) return undefined;
  const left = (status?.ended ?? 0) + seconds * 1_000 - time.now();
  if (left > 0) return left;
  store.remove(nameOfJob(metadata));
  return undefined;
}

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

/** Of a Job with a program: as its pod stands. A pod that was removed has failed, and with no further attempt so has the Job. */
function courseOf(pods: readonly PodShape[]): { succeeds: boolean; milliseconds: number; message?: string } {
  const [pod] = pods;
  if (pod === undefined) return { succeeds: false, milliseconds: 0 };
  const { phase } = pod.status ?? {};
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  return { succeeds: phase === 'Succeeded', milliseconds: isOver ? 0 : Infinity };
}

/** Gives whether the Job is over. */
function advance({ store, time, job }: Control, object: ApiObject, started: number): boolean {
  const { metadata, spec } = object as unknown as JobShape;
  const course = job(object);
  const pods = store
    .all(RESOURCES.pods, metadata.namespace)
    .map(asPod)
    .filter((pod) => pod.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid));
  const { succeeds, milliseconds, message } = course ?? courseOf(pods);
  const { activeDeadlineSeconds = Infinity } = spec;
  const passed = time.now() - started;
  const late = passed > activeDeadlineSeconds * 1000 && milliseconds > activeDeadlineSeconds * 1000;
  if (!late && passed < milliseconds) return false;
  const good = succeeds && !late;
  for (const pod of pods) {
    const name: ObjectName = { resource: RESOURCES.pods, namespace: metadata.namespace, name: pod.metadata.name };
    if (late) store.remove(name);
    else if (course !== undefined)
      store.change(name, (draft) => {
        draft.status = {
          ...pod.status,
          phase: good ? 'Succeeded' : 'Failed',
          conditions: [{ type: 'Ready', status: 'False' }],
          containerStatuses: (pod.spec?.containers ?? []).map(({ name: container }) => ({
            name: container,
            state: { terminated: { exitCode: good ? 0 : 1, ...(message === undefined ? {} : { message }) } },
          })),
        };
      });
  }
  store.change(nameOfJob(metadata), (draft) => {
    const reason = late ? { reason: 'DeadlineExceeded' } : {};
    draft.status = {
      ...(draft.status as object),
      // Kubernetes reads it from the conditions' times.
      ended: time.now(),
      active: 0,
      ...(good ? { succeeded: 1, completionTime: new Date(time.now()).toISOString() } : { failed: 1 }),
      conditions: [{ type: good ? 'Complete' : 'Failed', status: 'True', ...reason }],
    };
  });
  return true;
}
