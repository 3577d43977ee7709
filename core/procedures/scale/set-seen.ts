import type { Field } from '../../../engines/model/field.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { Hand } from '../../runner/hand.ts';
import { fieldOf } from '../jobs/pod-words.ts';

/** How a StatefulSet stands: what it asks for, and the pods that it has. */
export interface SetSeen {
  readonly replicas: number;
  /** The first member's ordinal. */
  readonly start: number;
  /** Names of its pods, those that are ending among them. */
  readonly pods: readonly string[];
  /** Names of those that are Ready and not ending. */
  readonly ready: readonly string[];
}

/** What a StatefulSet asks for, with all of it. */
export interface SetAsked extends Pick<SetSeen, 'replicas' | 'start'> {
  readonly set: Field;
}

/** Names a StatefulSet. */
export interface SetName {
  readonly namespace: string;
  readonly set: string;
}

/** The rights that {@link seeSet} needs. */
export const seeSetNeeds = (namespace: string) => [
  { verb: 'get', resource: RESOURCES.statefulSets, namespace },
  { verb: 'list', resource: RESOURCES.pods, namespace },
];

export const placeOf = ({ namespace, set }: SetName) => ({ resource: RESOURCES.statefulSets, namespace, name: set });

/** What a set asks for. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function readSet({ see, signal }: Pick<Hand, 'see' | 'signal'>, name: SetName): Promise<SetAsked> {
  const set = fieldOf(await see.read(placeOf(name), { signal }));
  return {
    set,
    // https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec
    replicas: set.at('spec', 'replicas').number() ?? 1,
    start: set.at('spec', 'ordinals', 'start').number() ?? 0,
  };
}

/** Reads the set and its own pods. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function seeSet(hand: Pick<Hand, 'see' | 'signal'>, name: SetName): Promise<SetSeen> {
  const { see, signal } = hand;
  const { set, replicas, start } = await readSet(hand, name);
  const uid = set.at('metadata', 'uid').string();
  const labels = set.at('spec', 'selector', 'matchLabels').stringMap();
  const labelSelector = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const pods: string[] = [];
  const ready: string[] = [];
  for await (const { items } of see.list(RESOURCES.pods, name.namespace, { labelSelector, signal })) {
    for (const pod of items.map(fieldOf)) {
      const owners = pod.at('metadata', 'ownerReferences').items();
      if (!owners.some((owner) => owner.at('uid').string() === uid)) continue;
      const podName = pod.at('metadata', 'name').string() ?? '';
      pods.push(podName);
      const isReady = pod
        .at('status', 'conditions')
        .items()
        .some((one) => one.at('type').string() === 'Ready' && one.at('status').string() === 'True');
      if (isReady && !pod.at('metadata', 'deletionTimestamp').exists) ready.push(podName);
    }
  }
  return { replicas, start, pods: pods.sort(), ready: ready.sort() };
}
