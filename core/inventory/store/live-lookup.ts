import { Field } from '../../../engines/model/field.ts';
import type { ObjectLookup } from '../../../engines/model/lookup.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import { isWorkloadKind, podPath } from '../../../engines/model/pod.ts';
import { claimKey, classKey, kindKey, labelKey, nameKey, selectorKey, targetKey } from './keys.ts';
import type { ObjectStore } from './object-store.ts';
import { selectorOf, selects } from '../../../engines/model/selectors.ts';
import type { StoredObject } from './stored-object.ts';

/** Kinds of which the builder asks that live outside of namespaces. */
const CLUSTER_WIDE: ReadonlySet<string> = new Set([
  'Node',
  'PersistentVolume',
  'StorageClass',
  'VolumeSnapshotClass',
  'VolumeSnapshotContent',
  'PriorityClass',
]);

/** The store as one reads it for one result: every key that an answer depended on is noted. */
export class LiveLookup implements ObjectLookup {
  readonly partial = false;
  readonly #store: ObjectStore;
  readonly #read: Set<string>;

  constructor(store: ObjectStore, read: Set<string>) {
    this.#store = store;
    this.#read = read;
  }

  /** The same store, for a part of the result that notes what it reads by itself. */
  noting(read: Set<string>): LiveLookup {
    return new LiveLookup(this.#store, read);
  }

  /** Notes keys that an answer found before has read. */
  note(keys: Iterable<string>): void {
    for (const key of keys) this.#read.add(key);
  }

  /** The objects under a key. */
  bucket(key: string): ReadonlySet<StoredObject> {
    this.#read.add(key);
    return this.#store.bucket(key);
  }

  /** One object by its name. */
  one(kind: string, namespace: string | undefined, name: string): StoredObject | undefined {
    const [found] = this.bucket(nameKey(kind, namespace ?? '', name));
    return found;
  }

  named(kind: string, near: KubeObject, name: string): readonly StoredObject[] {
    return [...this.bucket(nameKey(kind, scopeOf(kind, near), name))].filter((object) => object !== near);
  }

  selecting(kind: string, near: KubeObject, labels: Readonly<Record<string, string>>): readonly StoredObject[] {
    const scope = scopeOf(kind, near);
    const keys = [
      selectorKey(kind, scope, undefined),
      ...Object.entries(labels).map((pair) => selectorKey(kind, scope, pair)),
    ];
    return keys
      .flatMap((key) => [...this.bucket(key)])
      .filter((object) => {
        const selector = selectorOf(object);
        return object !== near && selector !== undefined && selects(selector, labels, kind);
      })
      .sort(byName);
  }

  mountingClaim(near: KubeObject, claimName: string): readonly StoredObject[] {
    return others(this.bucket(claimKey(near.namespace ?? '', claimName)), near);
  }

  bearing(near: KubeObject, labels: Readonly<Record<string, string>>): readonly StoredObject[] {
    const scope = near.namespace ?? '';
    const pairs = Object.entries(labels);
    // Whatever bears all of them is among those that bear the rarest.
    const [rarest] = pairs
      .map(([key, value]) => labelKey(scope, key, value))
      .sort((a, b) => this.#store.bucket(a).size - this.#store.bucket(b).size);
    if (rarest === undefined) return [];
    return others(this.bucket(rarest), near).filter((workload) => {
      if (!isWorkloadKind(workload.kind)) return false;
      const own = new Field(workload, [...podPath(workload.kind), 'metadata', 'labels']).stringMap();
      return pairs.every(([key, value]) => own[key] === value);
    });
  }

  targeting(kind: string, workload: KubeObject): readonly StoredObject[] {
    const near = this.bucket(targetKey(kind, workload.namespace ?? '', workload.name ?? ''));
    return others(near, workload).filter((object) => {
      const spec = new Field(object).at('spec');
      const target = spec.at('scaleTargetRef').exists ? spec.at('scaleTargetRef') : spec.at('targetRef');
      return (target.at('kind').string() ?? workload.kind) === workload.kind;
    });
  }

  volumesOfClass(near: KubeObject, className: string): readonly StoredObject[] {
    return others(this.bucket(classKey(className)), near);
  }

  all(kind: string, near: KubeObject): readonly StoredObject[] {
    return others(this.bucket(kindKey(kind, scopeOf(kind, near))), near);
  }
}

function scopeOf(kind: string, near: KubeObject): string {
  return CLUSTER_WIDE.has(kind) ? '' : (near.namespace ?? '');
}

/** All but the one that asks, in the order of their names, so that the same objects give the same answer whenever they came. */
function others(objects: Iterable<StoredObject>, near: KubeObject): StoredObject[] {
  return [...objects].filter((object) => object !== near).sort(byName);
}

function byName(a: StoredObject, b: StoredObject): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
