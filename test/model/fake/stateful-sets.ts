import { createHash } from 'node:crypto';
import { RESOURCES } from '../../../core/cluster/resources.ts';
import type { ApiObject, ObjectName } from '../../../core/cluster/connection.ts';
import type { Controller } from './controllers.ts';
import { asPod, isReady, type PodShape } from './kubelet.ts';
import type { Draft, Meta, Store } from './store.ts';

interface SetShape {
  readonly metadata: Meta;
  readonly spec: {
    readonly replicas?: number;
    readonly serviceName?: string;
    readonly podManagementPolicy?: 'OrderedReady' | 'Parallel';
    readonly ordinals?: { readonly start?: number };
    readonly updateStrategy?: { readonly type?: 'RollingUpdate' | 'OnDelete' };
    readonly persistentVolumeClaimRetentionPolicy?: { readonly whenScaled?: string; readonly whenDeleted?: string };
    readonly template: { readonly metadata?: Meta; readonly spec: Readonly<Record<string, unknown>> };
    readonly volumeClaimTemplates?: readonly { readonly metadata: Meta; readonly spec?: unknown }[];
  };
}

export const REVISION = 'controller-revision-hash';

/** Keeps StatefulSets as the controller of Kubernetes does. https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ */
export const keepStatefulSets: Controller = ({ store }) => {
  for (const object of store.all(RESOURCES.statefulSets)) {
    const set = object as unknown as SetShape;
    if (set.metadata.deletionTimestamp === undefined) keep(store, set);
  }
  return undefined;
};

function keep(store: Store, set: SetShape): void {
  const { metadata, spec } = set;
  const revision = createHash('sha256').update(JSON.stringify(spec.template)).digest('hex').slice(0, 10);
  const pods = store
    .all(RESOURCES.pods, metadata.namespace)
    .map(asPod)
    .filter((pod) => pod.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid))
    .sort((a, b) => ordinalOf(a) - ordinalOf(b));
  const start = spec.ordinals?.start ?? 0;
  const wanted = Array.from({ length: spec.replicas ?? 1 }, (_, index) => start + index);
  const ordered = spec.podManagementPolicy !== 'Parallel';

  const settled = create(store, set, { pods, wanted, revision, ordered });
  const surplus = pods.filter((pod) => !wanted.includes(ordinalOf(pod))).reverse();
  scaleIn(store, { surplus, ordered, settled: settled && pods.every((pod) => surplus.includes(pod) || isReady(pod)) });
  if (settled && surplus.length === 0 && spec.updateStrategy?.type !== 'OnDelete') roll(store, pods, revision);
  if (spec.persistentVolumeClaimRetentionPolicy?.whenScaled === 'Delete') dropClaims(store, set, wanted, pods);

  const now = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
  const updated = now.filter((pod) => pod.metadata.labels?.[REVISION] === revision).length;
  store.change(nameOfSet(metadata), (draft) => {
    const { currentRevision } = (draft.status ?? {}) as { currentRevision?: string };
    const ready = now.filter(isReady).length;
    draft.status = {
      observedGeneration: metadata.generation ?? 1,
      replicas: pods.length,
      readyReplicas: ready,
      availableReplicas: ready,
      currentReplicas: now.length - updated,
      updatedReplicas: updated,
      updateRevision: revision,
      currentRevision: updated === now.length ? revision : (currentRevision ?? revision),
    };
  });
}

const nameOfSet = ({ namespace, name }: Meta): ObjectName => ({ resource: RESOURCES.statefulSets, namespace, name });
const ordinalOf = (pod: PodShape): number => Number(/\d+$/u.exec(pod.metadata.name)?.[0] ?? -1);
const podName = ({ metadata }: PodShape): ObjectName => ({
  resource: RESOURCES.pods,
  namespace: metadata.namespace,
  name: metadata.name,
});

interface Members {
  readonly pods: readonly PodShape[];
  readonly wanted: readonly number[];
  readonly revision: string;
  readonly ordered: boolean;
}

/** Makes missing members; gives whether all that are wanted are there and ready. */
function create(store: Store, set: SetShape, { pods, wanted, revision, ordered }: Members): boolean {
  let settled = true;
  for (const ordinal of wanted) {
    const pod = pods.find((one) => ordinalOf(one) === ordinal);
    if (pod === undefined) make(store, set, ordinal, revision);
    if (pod !== undefined && isReady(pod)) continue;
    settled = false;
    if (ordered) break;
  }
  return settled;
}

function make(store: Store, { metadata, spec }: SetShape, ordinal: number, revision: string): void {
  const owner = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    name: metadata.name,
    uid: metadata.uid ?? '',
    controller: true,
  };
  const name = `${metadata.name}-${String(ordinal)}`;
  const volumes = (spec.volumeClaimTemplates ?? []).map((template) => {
    const claimName = `${template.metadata.name}-${name}`;
    const claim: ObjectName = { resource: RESOURCES.claims, namespace: metadata.namespace, name: claimName };
    const dies = spec.persistentVolumeClaimRetentionPolicy?.whenDeleted === 'Delete';
    if (store.find(claim) === undefined)
      store.create(
        asObject({
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: {
            name: claimName,
            labels: { ...spec.template.metadata?.labels },
            ...(dies ? { ownerReferences: [owner] } : {}),
          },
          spec: template.spec ?? {},
        }),
        claim,
      );
    return { name: template.metadata.name, persistentVolumeClaim: { claimName } };
  });
  const { labels = {}, annotations } = spec.template.metadata ?? { name };
  const whole: Draft = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      labels: { ...labels, [REVISION]: revision, 'statefulset.kubernetes.io/pod-name': name },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [owner],
    },
    spec: {
      ...spec.template.spec,
      hostname: name,
      ...(spec.serviceName === undefined ? {} : { subdomain: spec.serviceName }),
      ...(volumes.length === 0 ? {} : { volumes }),
    },
  };
  try {
    store.create(asObject(whole), { resource: RESOURCES.pods, namespace: metadata.namespace, name });
  } catch {
    // A quota or its like keeps it out; the controller tries again at its next look.
  }
}

const asObject = (draft: Draft): ApiObject => draft as unknown as ApiObject;

interface Surplus {
  readonly surplus: readonly PodShape[];
  readonly ordered: boolean;
  readonly settled: boolean;
}

/** The highest goes first; one after the other where they are ordered, and only while the rest is ready. */
function scaleIn(store: Store, { surplus, ordered, settled }: Surplus): void {
  if (ordered && !settled) return;
  for (const pod of surplus) {
    if (pod.metadata.deletionTimestamp === undefined) store.remove(podName(pod));
    if (ordered) return;
  }
}

/** The highest outdated one goes, while all are ready. */
function roll(store: Store, pods: readonly PodShape[], revision: string): void {
  const outdated = pods.filter(({ metadata }) => metadata.labels?.[REVISION] !== revision).at(-1);
  if (outdated !== undefined) store.remove(podName(outdated));
}

function dropClaims(
  store: Store,
  { metadata, spec }: SetShape,
  wanted: readonly number[],
  pods: readonly PodShape[],
): void {
  for (const template of spec.volumeClaimTemplates ?? []) {
    const stem = `${template.metadata.name}-${metadata.name}-`;
    for (const { metadata: claim } of store.all(RESOURCES.claims, metadata.namespace)) {
      const ordinal = claim.name.startsWith(stem) ? Number(claim.name.slice(stem.length)) : NaN;
      if (!Number.isInteger(ordinal) || wanted.includes(ordinal)) continue;
      if (pods.some((pod) => ordinalOf(pod) === ordinal)) continue;
      store.remove({ resource: RESOURCES.claims, namespace: metadata.namespace, name: claim.name });
    }
  }
}
