import { Field } from '../../../engines/model/field.ts';
import { remembered } from '../store/remembered.ts';
import type { StoredObject } from '../store/stored-object.ts';

/** How a pod and one of its containers are, as the kubelet and the controllers tell it. */
export interface PodState {
  readonly phase: string;
  /** What is wrong in Kubernetes' own word; undefined where nothing is. */
  readonly trouble: string | undefined;
  readonly ready: boolean;
  /** The server's container runs now. */
  readonly running: boolean;
  readonly restarts: number;
  /** When the container started last, in milliseconds since 1970. */
  readonly started: number | undefined;
  readonly address: string | undefined;
}

/** Reasons of waiting that are the ordinary way to a running container. */
const ON_THE_WAY: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing']);

/**
 * Reads a pod's state for the container of that name.
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/
 */
export function readPodState(pod: StoredObject, container: string): PodState {
  const known = statesOf(pod);
  const state = known.get(container) ?? readState(pod, container);
  known.set(container, state);
  return state;
}

const statesOf = remembered(() => new Map<string, PodState>());

function readState(pod: StoredObject, container: string): PodState {
  const root = new Field(pod);
  const status = root.at('status');
  const phase = status.at('phase').string() ?? 'Unknown';
  const own =
    statusOf(status.at('containerStatuses'), container) ?? statusOf(status.at('initContainerStatuses'), container);
  const startedAt = own?.at('state', 'running', 'startedAt').string();
  const ended = phase === 'Succeeded' || phase === 'Failed';
  return {
    phase,
    trouble: troubleOf(root, status, phase, own),
    ready: !ended && condition(status, 'Ready')?.at('status').string() === 'True',
    running: !ended && own?.at('state', 'running').exists === true,
    restarts: own?.at('restartCount').number() ?? 0,
    started: time(startedAt),
    address: status.at('podIP').string(),
  };
}

/** A time of the API as milliseconds since 1970. */
export function time(text: string | undefined): number | undefined {
  const read = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(read) ? undefined : read;
}

function troubleOf(root: Field, status: Field, phase: string, own: Field | undefined): string | undefined {
  if (root.at('metadata', 'deletionTimestamp').exists) return 'Terminating';
  const reason = status.at('reason').string();
  if (phase === 'Failed') return reason ?? 'Failed';
  if (phase === 'Succeeded') return 'Completed';
  if (reason !== undefined) return reason;
  const inInit = status
    .at('initContainerStatuses')
    .items()
    .map((one) => waitingOrEnded(one, true))
    .find((one) => one !== undefined);
  const found = inInit ?? (own && waitingOrEnded(own, false));
  if (found !== undefined) return found;
  const scheduled = condition(status, 'PodScheduled');
  return scheduled?.at('status').string() === 'False'
    ? (scheduled.at('reason').string() ?? 'Unschedulable')
    : undefined;
}

function waitingOrEnded(one: Field, isInit: boolean): string | undefined {
  const waiting = one.at('state', 'waiting', 'reason').string();
  if (waiting !== undefined) return ON_THE_WAY.has(waiting) ? undefined : waiting;
  const ended = one.at('state', 'terminated');
  // Init containers are meant to end well.
  if (!ended.exists || (isInit && ended.at('exitCode').number() === 0)) return undefined;
  return ended.at('reason').string() ?? 'Terminated';
}

function statusOf(list: Field, container: string): Field | undefined {
  return list.items().find((one) => one.at('name').string() === container);
}

function condition(status: Field, type: string): Field | undefined {
  return status
    .at('conditions')
    .items()
    .find((one) => one.at('type').string() === type);
}
