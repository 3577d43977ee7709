import { zoneOfNode } from './databases/member.ts';
import type { ClusterFacts } from './model.ts';
import { kindKey } from './store/keys.ts';
import type { ObjectStore } from './store/object-store.ts';
import type { StoredObject } from './store/stored-object.ts';

/** The kinds of which the facts are made. */
export const FACT_KINDS: ReadonlySet<string> = new Set(['Node', 'StorageClass', 'VolumeSnapshotClass']);

/** What a cluster offers to databases. `sees` says whether a kind can be read (or is not served at all: then there is none of it). */
export function readFacts(version: string, store: ObjectStore, sees: (kind: string) => boolean): ClusterFacts {
  const all = (kind: string): readonly StoredObject[] | undefined =>
    sees(kind) ? [...store.bucket(kindKey(kind, ''))].sort((a, b) => (a.name < b.name ? -1 : 1)) : undefined;
  const nodes = all('Node');
  return {
    version,
    storageClasses: all('StorageClass')?.map(({ body }) => body),
    snapshotClasses: all('VolumeSnapshotClass')?.map(({ body }) => body),
    zones: nodes && [...new Set(nodes.flatMap((node) => zoneOfNode(node) ?? []))].sort(),
    nodes: nodes?.length,
  };
}
