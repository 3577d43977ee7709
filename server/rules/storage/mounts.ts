import type { Database } from '../../../engines/model/database.ts';
import type { Mount, Volume, VolumeKind } from '../../../engines/model/workload.ts';

/** Kinds of volumes that may keep data for longer than a pod, or of which that is not known. */
const MAY_LAST: ReadonlySet<VolumeKind> = new Set([
  'claim-template',
  'claim',
  'host-path',
  'nfs',
  'network-file-system',
  'csi',
  'block',
  'unknown',
]);

/** True for volumes that certainly end with the pod, or that cannot be written to. */
export function endsWithPod(volume: Volume): boolean {
  return !MAY_LAST.has(volume.kind);
}

/** True when every mount of the container can be seen, and where it goes. */
export function mountsKnown({ container }: Database): boolean {
  const { field, mounts } = container;
  const list = field.at('volumeMounts');
  return (
    !list.unknown &&
    !field.object.isOpen(field.path) &&
    !field.object.isOpen(list.path) &&
    !field.at('volumeDevices').exists &&
    mounts.every(({ path, volumeName }) => path !== undefined && volumeName !== undefined)
  );
}

/** True for a mount that only reads. */
export function isReadOnly(mount: Mount): boolean {
  return mount.readOnly || mount.volume?.field.at('persistentVolumeClaim', 'readOnly').boolean() === true;
}
