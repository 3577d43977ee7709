import { RESOURCES } from '../../../core/cluster/resources.ts';
import type { ObjectName } from '../../../core/cluster/connection.ts';
import type { Controller } from './controllers.ts';
import type { Meta } from './store.ts';

/** Milliseconds until a snapshot can be used. */
const SNAPSHOT = 1_500;

interface Ref {
  readonly namespace?: string;
  readonly name: string;
  readonly uid?: string;
}

interface VolumeSpec {
  readonly persistentVolumeReclaimPolicy: string;
  readonly claimRef?: Ref;
}

const volumeNamed = (name: string): ObjectName => ({ resource: RESOURCES.volumes, namespace: undefined, name });

/** Binds every claim: to a volume of its own, or to the one that it asks for, where that is free or kept for it. */
export const bindClaims: Controller = ({ store }) => {
  for (const claim of store.all(RESOURCES.claims)) {
    const { namespace, name, uid = '' } = claim.metadata;
    if (claim['status'] !== undefined) continue;
    const spec = (claim['spec'] ?? {}) as { readonly volumeName?: string; readonly resources?: { requests?: object } };
    const volumeName = spec.volumeName ?? `pv-${uid}`;
    const claimRef = { namespace: namespace ?? '', name, uid };
    const found = store.find(volumeNamed(volumeName));
    if (found === undefined) {
      // One that was asked for by name and is gone is waited for.
      if (spec.volumeName !== undefined) continue;
      const made = { persistentVolumeReclaimPolicy: 'Delete', claimRef };
      const metadata = { name: volumeName };
      store.create({ apiVersion: 'v1', kind: 'PersistentVolume', metadata, spec: made }, volumeNamed(volumeName));
    } else {
      const ref = (found['spec'] as unknown as VolumeSpec).claimRef;
      const isFree = ref === undefined || (ref.namespace === namespace && ref.name === name && ref.uid === undefined);
      if (!isFree && ref.uid !== uid) continue;
      store.change(volumeNamed(volumeName), (draft) => {
        draft.spec = { ...(draft.spec as object), claimRef };
        draft.status = { phase: 'Bound' };
      });
    }
    store.change({ resource: RESOURCES.claims, namespace, name }, (draft) => {
      draft.spec = { ...spec, volumeName };
      draft.status = { phase: 'Bound', capacity: spec.resources?.requests ?? {} };
    });
  }
  return undefined;
};

/** A volume whose claim is gone goes with it, or stays as released: by its policy. https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming */
export const reclaimVolumes: Controller = ({ store }) => {
  const alive = new Set(store.all(RESOURCES.claims).map(({ metadata }) => metadata.uid));
  for (const volume of store.all(RESOURCES.volumes)) {
    const { persistentVolumeReclaimPolicy, claimRef } = volume['spec'] as unknown as VolumeSpec;
    const isReserved = claimRef !== undefined && claimRef.uid === undefined;
    if (isReserved && (volume['status'] as { phase?: string } | undefined)?.phase !== 'Available')
      store.change(volumeNamed(volume.metadata.name), (draft) => {
        draft.status = { phase: 'Available' };
      });
    if (claimRef?.uid === undefined || alive.has(claimRef.uid)) continue;
    if (persistentVolumeReclaimPolicy === 'Delete') store.remove(volumeNamed(volume.metadata.name));
    else if ((volume['status'] as { phase?: string } | undefined)?.phase !== 'Released')
      store.change(volumeNamed(volume.metadata.name), (draft) => {
        draft.status = { phase: 'Released' };
      });
  }
  return undefined;
};

/** Makes every VolumeSnapshot ready a while after it was made. */
export const readySnapshots: Controller = ({ store, time }) => {
  let again: number | undefined;
  for (const snapshot of store.all(RESOURCES.snapshots)) {
    const { namespace, name, creationTimestamp = '' } = snapshot.metadata as unknown as Meta;
    if (snapshot['status'] !== undefined) continue;
    if (time.now() - Date.parse(creationTimestamp) < SNAPSHOT) again = SNAPSHOT;
    else
      store.change({ resource: RESOURCES.snapshots, namespace, name }, (draft) => {
        draft.status = {
          readyToUse: true,
          creationTime: creationTimestamp,
          restoreSize: '1Gi',
          boundVolumeSnapshotContentName: `content-${name}`,
        };
      });
  }
  return again;
};
