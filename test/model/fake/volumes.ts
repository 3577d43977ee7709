import { RESOURCES } from '../../../core/cluster/resources.ts';
import type { ObjectName } from '../../../core/cluster/connection.ts';
import type { Controller } from './controllers.ts';
import type { Meta } from './store.ts';

/** Milliseconds until a snapshot can be used. */
const SNAPSHOT = 1_500;

/** Binds every claim. */
export const bindClaims: Controller = ({ store }) => {
  for (const claim of store.all(RESOURCES.claims)) {
    const { namespace, name, uid } = claim.metadata;
    if (claim['status'] !== undefined) continue;
    const where: ObjectName = { resource: RESOURCES.claims, namespace, name };
    store.change(where, (draft) => {
      const spec = (draft.spec ?? {}) as { resources?: { requests?: object } };
      draft.spec = { ...spec, volumeName: `pv-${uid ?? ''}` };
      draft.status = { phase: 'Bound', capacity: spec.resources?.requests ?? {} };
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
