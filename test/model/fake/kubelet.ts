import { RESOURCES } from '../../../core/cluster/resources.ts';
import type { ApiObject, ObjectName } from '../../../core/cluster/connection.ts';
import type { Controller } from './controllers.ts';
import type { Draft, Meta } from './store.ts';

/** A pod as far as the fake looks at it. */
export interface PodShape {
  readonly metadata: Meta;
  readonly spec?: {
    readonly schedulingGates?: readonly unknown[];
    readonly containers?: readonly { readonly name: string; readonly image?: string }[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly podIP?: string;
    readonly startTime?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** A pod with this annotation never becomes ready. */
export const UNREADY = 'fake.test/unready';

export const asPod = (object: ApiObject): PodShape => object;

export const isReady = ({ metadata, status }: PodShape): boolean =>
  metadata.deletionTimestamp === undefined &&
  (status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');

/** Milliseconds to start, to become ready, to end. */
const START = 500;
const READY = 800;
const END = 700;

/** Starts pods, makes them ready, ends those that are to go; a gated one waits. Pods of Jobs end by their Job. */
export const runPods: Controller = ({ store, time, next }) => {
  let again: number | undefined;
  for (const object of store.all(RESOURCES.pods)) {
    const { metadata, spec, status } = asPod(object);
    const name: ObjectName = { resource: RESOURCES.pods, namespace: metadata.namespace, name: metadata.name };
    const age = time.now() - Date.parse(metadata.creationTimestamp ?? '');
    if (metadata.deletionTimestamp !== undefined) {
      if ((metadata.finalizers ?? []).length > 0) continue;
      if (time.now() - Date.parse(metadata.deletionTimestamp) >= END) store.erase(name);
      else again = END;
    } else if ((spec?.schedulingGates ?? []).length > 0) {
      if (status?.phase === undefined)
        store.change(name, (draft) => {
          draft.status = {
            phase: 'Pending',
            conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }],
          };
        });
    } else if (status?.phase === undefined || status.phase === 'Pending') {
      if (age < START) again = START;
      else {
        const podIP = `10.0.${String(Math.floor(next() * 250))}.${String(Math.floor(next() * 250))}`;
        const startTime = new Date(time.now()).toISOString();
        store.change(name, (draft) => {
          const containerStatuses = (spec?.containers ?? []).map(({ name: container, image = '' }) => ({
            name: container,
            image,
            state: { running: { startedAt: startTime } },
          }));
          const conditions = [{ type: 'Ready', status: 'False' }];
          draft.status = { phase: 'Running', podIP, startTime, conditions, containerStatuses };
        });
        again = READY;
      }
    } else if (status.phase === 'Running') {
      const ready = metadata.annotations?.[UNREADY] === undefined;
      if (ready === isReady({ metadata, status })) continue;
      if (ready && time.now() - Date.parse(status.startTime ?? '') < READY) again = READY;
      else
        store.change(name, (draft: Draft) => {
          draft.status = { ...status, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] };
        });
    }
  }
  return again;
};
