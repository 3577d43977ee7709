import type { Field } from '../../../engines/model/field.ts';
import { provisionerNamed } from './provisioners.ts';

/**
 * Whether a VolumeSnapshotClass is for the volumes of a provisioner: its driver is the provisioner, or another name of the same storage (the
 * drivers that were part of Kubernetes hand their volumes to CSI drivers).
 * Source: https://kubernetes.io/docs/concepts/storage/volumes/#csi-migration
 */
export function takesSnapshotsOf(provisioner: string, snapshotClass: Field): boolean {
  const driver = snapshotClass.at('driver').string();
  if (driver === undefined) return false;
  const known = provisionerNamed(provisioner);
  return driver === provisioner || (known !== undefined && known === provisionerNamed(driver));
}
