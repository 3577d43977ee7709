import type { ObjectName } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import { fieldOf } from '../jobs/pod-words.ts';

/** What one reads with. */
export interface Reading {
  readonly see: Pick<Hand['see'], 'read'>;
  readonly signal?: AbortSignal | undefined;
}

/** A PersistentVolume as it stands: whom it is for, and what becomes of it when that claim goes. */
export interface VolumeSeen {
  readonly policy: string;
  /** The claim that it is bound to, or kept for. https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reserving-a-persistentvolume */
  readonly claim: { readonly namespace: string; readonly name: string; readonly uid: string | undefined } | undefined;
  /** `Available`, `Bound`, `Released`; undefined where nobody has said it yet. */
  readonly phase: string | undefined;
  readonly isGoing: boolean;
}

/** A claim as it stands. */
export interface ClaimFound {
  readonly uid: string;
  /** The volume that it is bound to, or asks for by name. */
  readonly volume: string | undefined;
  readonly phase: string | undefined;
  readonly isGoing: boolean;
  /** The operation whose label it bears. */
  readonly maker: string | undefined;
}

export const volumePlace = (name: string): ObjectName => ({ resource: RESOURCES.volumes, namespace: undefined, name });
export const claimPlace = (namespace: string, name: string): ObjectName => ({
  resource: RESOURCES.claims,
  namespace,
  name,
});

/** Reads a volume; undefined where there is none. Throws {@link ClusterTrouble}. */
export async function readVolume({ see, signal }: Reading, name: string): Promise<VolumeSeen | undefined> {
  const found = await orNothing(see.read(volumePlace(name), signal ? { signal } : {}));
  if (found === undefined) return undefined;
  const body = fieldOf(found);
  const ref = body.at('spec', 'claimRef');
  const claim = ref.at('name').string();
  return {
    // https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming: one that was made by hand has Retain by default.
    policy: body.at('spec', 'persistentVolumeReclaimPolicy').string() ?? 'Retain',
    claim:
      claim === undefined
        ? undefined
        : { namespace: ref.at('namespace').string() ?? '', name: claim, uid: ref.at('uid').string() },
    phase: body.at('status', 'phase').string(),
    isGoing: body.at('metadata', 'deletionTimestamp').exists,
  };
}

/** Reads a claim; undefined where there is none. Throws {@link ClusterTrouble}. */
export async function readClaim(
  { see, signal }: Reading,
  namespace: string,
  name: string,
): Promise<ClaimFound | undefined> {
  const found = await orNothing(see.read(claimPlace(namespace, name), signal ? { signal } : {}));
  if (found === undefined) return undefined;
  const body = fieldOf(found);
  return {
    uid: body.at('metadata', 'uid').string() ?? '',
    volume: body.at('spec', 'volumeName').string(),
    phase: body.at('status', 'phase').string(),
    isGoing: body.at('metadata', 'deletionTimestamp').exists,
    maker: body.at('metadata', 'labels').stringMap()['plinth.dev/operation'],
  };
}

async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ClusterTrouble && error.kind === 'missing') return undefined;
    throw error;
  }
}
