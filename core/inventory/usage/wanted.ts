import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import { containerName } from '../databases/member.ts';
import { claimVolume, podVolume } from '../databases/sight.ts';
import type { VolumeKey } from '../databases/sight.ts';
import type { StoredObject } from '../store/stored-object.ts';

/** A mounted volume whose used space is to be known. */
export interface WantedVolume {
  readonly volume: VolumeKey;
  readonly node: string;
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
  /** The volume's name in the pod. */
  readonly name: string;
  /** Where the server's container has it. */
  readonly path: string;
}

/** The volumes of a running pod that may be asked for: claims, and where the data lies without one. */
export function wantedVolumes(pod: StoredObject, database: Database): WantedVolume[] {
  const spec = new Field(pod).at('spec');
  const node = spec.at('nodeName').string();
  const container = containerName(database);
  const server = spec
    .at('containers')
    .items()
    .find((one) => one.at('name').string() === container);
  if (node === undefined || server === undefined) return [];
  const namespace = pod.namespace ?? '';
  return server
    .at('volumeMounts')
    .items()
    .flatMap((mount): WantedVolume[] => {
      const name = mount.at('name').string() ?? '';
      const path = mount.at('mountPath').string();
      const volume = spec
        .at('volumes')
        .items()
        .find((one) => one.at('name').string() === name);
      const isEphemeral = volume?.at('ephemeral').exists === true;
      const claim = isEphemeral ? `${pod.name}-${name}` : volume?.at('persistentVolumeClaim', 'claimName').string();
      if (path === undefined || (claim === undefined && name !== database.data.volume?.name)) return [];
      const key = claim === undefined ? podVolume(pod.uid, name) : claimVolume(namespace, claim);
      return [{ volume: key, node, namespace, pod: pod.name, uid: pod.uid, container, name, path }];
    });
}
