import type { Json } from '../../../engines/model/object.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { fieldOf } from '../jobs/pod-words.ts';

/** All of a claim that is needed to make it anew for the same volume. Plain JSON, for the journal. */
export interface ClaimKept {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly accessModes: Json;
  readonly resources: Json;
  readonly storageClassName: Json;
  readonly volumeMode: Json;
}

/** Annotations that the cluster writes by itself; and the epoch of Plinth's runners, which is the object's own. */
const OWN = /^(?:pv|volume(?:\.beta)?)\.kubernetes\.io\/|^kubectl\.kubernetes\.io\/last-applied|^plinth\.dev\/epoch$/u;

/** Reads from a claim what is kept of it. */
export function keptOf(claim: ApiObject): ClaimKept {
  const spec = (claim['spec'] ?? {}) as Readonly<Record<string, Json>>;
  const annotations = fieldOf(claim).at('metadata', 'annotations').stringMap();
  return {
    name: claim.metadata.name,
    labels: fieldOf(claim).at('metadata', 'labels').stringMap(),
    annotations: Object.fromEntries(Object.entries(annotations).filter(([key]) => !OWN.test(key))),
    accessModes: spec['accessModes'] ?? ['ReadWriteOnce'],
    resources: spec['resources'] ?? {},
    storageClassName: spec['storageClassName'] ?? null,
    volumeMode: spec['volumeMode'] ?? null,
  };
}

/** The manifest of a claim for one volume, and no other. https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reserving-a-persistentvolume */
export function claimFor(
  namespace: string,
  volume: string,
  { name, labels, annotations, accessModes, resources, storageClassName, volumeMode }: ClaimKept,
): ApiObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace, labels, annotations },
    spec: {
      accessModes,
      resources,
      volumeName: volume,
      ...(storageClassName === null ? {} : { storageClassName }),
      ...(volumeMode === null ? {} : { volumeMode }),
    },
  };
}
