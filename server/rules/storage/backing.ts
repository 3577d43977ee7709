import type { Field, Source } from '../../../engines/model/field.ts';
import type { Claim, Volume } from '../../../engines/model/workload.ts';
import { classNameOf, contextOf, titleOfClass } from './class-place.ts';
import { provisionerNamed, provisionerOfClassName, STATIC_PROVISIONER } from './provisioners.ts';
import type { Provisioner, StorageKind } from './provisioners.ts';

/** What stands behind a volume, as far as it can be seen. */
export interface Backing {
  readonly kind: StorageKind | 'host-path' | 'block';
  /** `NFS`, `Longhorn`, `a disk of one node`. */
  readonly title: string;
  /** The place that says so. */
  readonly source: Source;
  /** The class's `provisioner` or another second place, where the first only names it. */
  readonly related?: Source;
  /** False where only a class's usual name says so. */
  readonly certain: boolean;
  readonly provisioner?: Provisioner;
  /** The class in sight whose parameters count. */
  readonly storageClass?: Field;
}

/** Volume entries (of pods and of PersistentVolumes alike) that are file systems on the network. */
const NETWORK_KEYS: Readonly<Record<string, string>> = {
  nfs: 'NFS',
  azureFile: 'Azure Files',
  cephfs: 'CephFS',
  glusterfs: 'GlusterFS',
  quobyte: 'Quobyte',
};

/** What stands behind a pod's volume: the volume entry itself, or the claim behind it. */
export function backingOfVolume(volume: Volume): Backing | undefined {
  return volume.claim ? backingOfClaim(volume.claim) : backingOfEntry(volume.field);
}

/** What stands behind a claim: its PersistentVolume decides, then its class, then its class's name. */
export function backingOfClaim(claim: Claim): Backing | undefined {
  const { volume, storageClass, storageClassName } = claim;
  if (volume) return backingOfPersistentVolume(volume);
  const name = classNameOf(claim);
  const source = name.exists ? name.source : claim.field.source;
  if (storageClass) return named(backingOfClass(storageClass, source), storageClass);
  const provisioner = storageClassName === undefined ? undefined : provisionerOfClassName(storageClassName);
  return provisioner && { kind: provisioner.kind, title: provisioner.title, source, certain: false, provisioner };
}

/** A class that only the cluster has is named with its cluster, wherever its kind is: nobody sees it in a manifest. */
function named(backing: Backing | undefined, storageClass: Field): Backing | undefined {
  if (backing === undefined || contextOf(storageClass.object) === undefined) return backing;
  return { ...backing, title: `${backing.title} (${titleOfClass(storageClass)})` };
}

function backingOfPersistentVolume(volume: Field): Backing | undefined {
  const spec = volume.at('spec');
  const local = spec.at('local');
  if (local.exists) return { kind: 'node-local', title: 'a disk of one node', source: local.source, certain: true };
  const hostPath = spec.at('hostPath');
  if (hostPath.exists) {
    const isPinned = spec.at('nodeAffinity', 'required').exists;
    return {
      kind: isPinned ? 'node-local' : 'host-path',
      title: 'a directory of one node',
      source: hostPath.source,
      certain: true,
    };
  }
  return backingOfEntry(spec);
}

function backingOfEntry(entry: Field): Backing | undefined {
  for (const [key, title] of Object.entries(NETWORK_KEYS)) {
    const field = entry.at(key);
    if (field.exists) return { kind: 'network', title, source: field.source, certain: true };
  }
  const driver = entry.at('csi', 'driver');
  const provisioner = provisionerNamed(driver.string() ?? '');
  if (provisioner) {
    return { kind: provisioner.kind, title: provisioner.title, source: driver.source, certain: true, provisioner };
  }
  return undefined;
}

function backingOfClass(storageClass: Field, source: Source): Backing | undefined {
  const field = storageClass.at('provisioner');
  const name = field.string();
  if (name === undefined) return undefined;
  const related = field.source;
  if (name === STATIC_PROVISIONER) {
    // Waiting for the pod matters to volumes of a node only: it is how classes of local volumes are told.
    const waits = storageClass.at('volumeBindingMode').string() === 'WaitForFirstConsumer';
    return waits
      ? { kind: 'node-local', title: 'local PersistentVolumes', source, related, certain: true, storageClass }
      : undefined;
  }
  const provisioner = provisionerNamed(name);
  return (
    provisioner && {
      kind: provisioner.kind,
      title: provisioner.title,
      source,
      related,
      certain: true,
      provisioner,
      storageClass,
    }
  );
}
