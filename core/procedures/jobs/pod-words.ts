import { Field } from '../../../engines/model/field.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import type { ApiObject } from '../../cluster/connection.ts';

/** How it stands with one container of a Job's pod. */
export interface ContainerSeen {
  readonly state: 'waiting' | 'running' | 'ended';
  /** Of an ended one. */
  readonly exitCode: number | undefined;
  /** Kubernetes' own reason: `ImagePullBackOff`, `OOMKilled`. */
  readonly reason: string | undefined;
}

/** Reads an object of the API with the model's cursor. */
export function fieldOf(object: ApiObject): Field {
  const plain: KubeObject = {
    apiVersion: object.apiVersion ?? '',
    kind: object.kind ?? '',
    name: object.metadata.name,
    namespace: object.metadata.namespace,
    body: object,
    partial: false,
    isOpen: () => false,
  };
  return new Field(plain);
}

/** The state of a container by name; `waiting` where the kubelet has not told yet. */
export function containerSeen(pod: Field, name: string): ContainerSeen {
  const status = pod
    .at('status', 'containerStatuses')
    .items()
    .find((one) => one.at('name').string() === name);
  const ended = status?.at('state', 'terminated');
  if (ended?.exists === true)
    return { state: 'ended', exitCode: ended.at('exitCode').number(), reason: ended.at('reason').string() };
  if (status?.at('state', 'running').exists === true)
    return { state: 'running', exitCode: undefined, reason: undefined };
  return { state: 'waiting', exitCode: undefined, reason: status?.at('state', 'waiting', 'reason').string() };
}

const PULLING: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
]);

/** Why the pod does not work yet, in plain words; undefined where nothing is wrong. */
export function podTrouble(pod: Field): string | undefined {
  const scheduled = pod
    .at('status', 'conditions')
    .items()
    .find((one) => one.at('type').string() === 'PodScheduled');
  if (scheduled?.at('status').string() === 'False')
    return `no node takes its pod: ${scheduled.at('message').string() ?? scheduled.at('reason').string() ?? 'unknown'}`;
  for (const status of pod.at('status', 'containerStatuses').items()) {
    const reason = status.at('state', 'waiting', 'reason').string();
    if (reason === undefined) continue;
    const image = status.at('image').string() ?? 'its image';
    if (PULLING.has(reason)) return `the image ${image} cannot be pulled (${reason})`;
    if (reason === 'CreateContainerConfigError') {
      const message = status.at('state', 'waiting', 'message').string() ?? 'a Secret or ConfigMap is missing';
      return `its container cannot be made: ${message}`;
    }
  }
  return undefined;
}
