import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import { containerName } from '../databases/member.ts';
import { claimVolume, podVolume } from '../databases/sight.ts';
import type { VolumeKey } from '../databases/sight.ts';
import { mountedVolumes } from '../store/mounted-volumes.ts';
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
  const node = new Field(pod).at('spec', 'nodeName').string();
  if (node === undefined) return [];
  const container = containerName(database);
  const namespace = pod.namespace ?? '';
  return mountedVolumes(pod, container).flatMap(({ name, claim, path }): WantedVolume[] => {
    if (path === '' || (claim === undefined && name !== database.data.volume?.name)) return [];
    const volume = claim === undefined ? podVolume(pod.uid, name) : claimVolume(namespace, claim);
    return [{ volume, node, namespace, pod: pod.name, uid: pod.uid, container, name, path }];
  });
}
