import type { ApiObject, ObjectName } from '../../../core/cluster/connection.ts';
import { RESOURCES } from '../../../core/cluster/resources.ts';
import type { Control, Controller } from './controllers.ts';
import { asPod, type PodShape } from './kubelet.ts';

/** Exit codes by container. */
export type Exits = Readonly<Record<string, number>>;

/** The pod in which a program runs. */
export interface Running {
  readonly job: ApiObject;
  readonly pod: string;
  /** Aborted when the pod is asked to end (SIGTERM). */
  readonly asked: AbortSignal;
  /** Aborted when the pod is gone: the program does nothing any more, whatever it has begun. */
  readonly gone: AbortSignal;
}

/** Starts what a Job's containers do, in the world's time; gives their exit codes at its end. Undefined: the Job has no program, but a course. */
export type JobProgram = (running: Running) => Promise<Exits> | undefined;

/** A program that was started, by its pod's uid. */
export interface Process {
  readonly asked: AbortController;
  readonly gone: AbortController;
}

/** Starts the programs of Jobs' pods as soon as they run, lets them hear that their pod is to end, and writes down how they ended. */
export const runPrograms: Controller = ({ store, program, processes }) => {
  const pods = store.all(RESOURCES.pods).map(asPod);
  for (const pod of pods) {
    const { uid = '', namespace, deletionTimestamp } = pod.metadata;
    const owner = pod.metadata.ownerReferences?.find(({ kind }) => kind === 'Job');
    if (deletionTimestamp !== undefined) processes.get(uid)?.asked.abort();
    if (owner === undefined || pod.status?.phase !== 'Running' || processes.has(uid)) continue;
    const job = store.find({ resource: RESOURCES.jobs, namespace, name: owner.name });
    if (job === undefined || deletionTimestamp !== undefined) continue;
    const [asked, gone] = [new AbortController(), new AbortController()];
    const work = program({ job, pod: pod.metadata.name, asked: asked.signal, gone: gone.signal });
    if (work === undefined) continue;
    processes.set(uid, { asked, gone });
    void work.then((exits) => {
      end(store, pod, exits);
    });
  }
  const alive = new Set(pods.map(({ metadata }) => metadata.uid));
  for (const [uid, { asked, gone }] of processes) {
    if (alive.has(uid)) continue;
    asked.abort();
    gone.abort();
  }
  return undefined;
};

function end(store: Control['store'], { metadata, spec }: PodShape, exits: Exits): void {
  const name: ObjectName = { resource: RESOURCES.pods, namespace: metadata.namespace, name: metadata.name };
  if (store.find(name)?.metadata.uid !== metadata.uid) return;
  const isGood = Object.values(exits).every((code) => code === 0);
  store.change(name, (draft) => {
    draft.status = {
      ...(draft.status as object),
      phase: isGood ? 'Succeeded' : 'Failed',
      conditions: [{ type: 'Ready', status: 'False' }],
      containerStatuses: (spec?.containers ?? []).map(({ name: container }) => ({
        name: container,
        state: { terminated: { exitCode: exits[container] ?? 0 } },
      })),
    };
  });
}
