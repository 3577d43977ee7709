import { Field } from '../../../engines/model/field.ts';
import { rememberedOf } from './remembered.ts';
import type { StoredObject } from './stored-object.ts';

/** A volume that a container of a pod mounts and that may hold data. */
export interface MountedVolume {
  readonly name: string;
  /** The key in the pod's `volumes`: `persistentVolumeClaim`, `emptyDir`, `hostPath`. */
  readonly kind: string;
  /** The claim behind it. */
  readonly claim: string | undefined;
  /** Where the container has it. */
  readonly path: string;
}

/** Volumes that hold nothing of a database's: configuration, secrets, the pod's own name. */
const NO_DATA: ReadonlySet<string> = new Set(['configMap', 'secret', 'projected', 'downwardAPI', 'image']);

/** For {@link rememberedOf}: what depends on a pod's specification, name and namespace alone. */
export function specOf({ body }: StoredObject): unknown {
  return body.spec;
}

const byContainer = rememberedOf(specOf, () => new Map<string, readonly MountedVolume[]>());

/** What a container of a pod mounts, configuration left out. */
export function mountedVolumes(pod: StoredObject, container: string): readonly MountedVolume[] {
  const known = byContainer(pod);
  const found = known.get(container) ?? read(pod, container);
  known.set(container, found);
  return found;
}

function read(pod: StoredObject, container: string): readonly MountedVolume[] {
  const spec = new Field(pod).at('spec');
  const server = spec
    .at('containers')
    .items()
    .find((one) => one.at('name').string() === container);
  const paths = new Map(
    (server?.at('volumeMounts').items() ?? []).map((mount) => [
      mount.at('name').string() ?? '',
      mount.at('mountPath').string() ?? '',
    ]),
  );
  return spec
    .at('volumes')
    .items()
    .flatMap((volume): MountedVolume[] => {
      const name = volume.at('name').string() ?? '';
      const path = paths.get(name);
      // A volume of no kind is an emptyDir to the API server.
      const kind = volume.entries().find(([key]) => key !== 'name')?.[0] ?? 'emptyDir';
      if (path === undefined || NO_DATA.has(kind)) return [];
      // The claim of a generic ephemeral volume is called POD-VOLUME:
      // https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#persistentvolumeclaim-naming
      const ownClaim = kind === 'ephemeral' ? `${pod.name}-${name}` : undefined;
      return [{ name, kind, claim: ownClaim ?? volume.at('persistentVolumeClaim', 'claimName').string(), path }];
    });
}
