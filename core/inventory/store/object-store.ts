import { keysOf, nameKey } from './keys.ts';
import type { StoredObject } from './stored-object.ts';

const NONE: ReadonlySet<StoredObject> = new Set();

/**
 * All live objects of a context that the inventory watches, found by keys. Never holds a Secret. A change names the keys under which
 * something may now be found differently.
 */
export class ObjectStore {
  readonly #buckets = new Map<string, Set<StoredObject>>();
  readonly #keys = new Map<StoredObject, readonly string[]>();
  readonly #byUid = new Map<string, StoredObject>();

  get size(): number {
    return this.#keys.size;
  }

  /** Takes an object in, in the place of its predecessor; returns the keys that changed, none where it is the same version. */
  put(object: StoredObject): ReadonlySet<string> {
    const before = this.get(object.indexKind, object.namespace, object.name);
    if (
      before?.uid === object.uid &&
      before.resourceVersion === object.resourceVersion &&
      object.resourceVersion !== ''
    )
      return new Set();
    const keys = keysOf(object);
    const own = before && this.#keys.get(before);
    if (before && own && isSame(own, keys)) return this.#replace(before, object, own);
    const changed = new Set(before && this.#drop(before));
    this.#keys.set(object, keys);
    if (object.uid !== '') this.#byUid.set(object.uid, object);
    for (const key of keys) {
      changed.add(key);
      const bucket = this.#buckets.get(key);
      if (bucket) bucket.add(object);
      else this.#buckets.set(key, new Set([object]));
    }
    return changed;
  }

  /** Lets go of an object by name; returns the keys that changed. An object of that name made later, with another uid, stays. */
  remove(kind: string, namespace: string | undefined, name: string, uid?: string): ReadonlySet<string> {
    const object = this.get(kind, namespace, name);
    if (object === undefined || (uid !== undefined && uid !== '' && object.uid !== uid)) return new Set();
    return new Set(this.#drop(object));
  }

  get(kind: string, namespace: string | undefined, name: string): StoredObject | undefined {
    const [found] = this.bucket(nameKey(kind, namespace ?? '', name));
    return found;
  }

  byUid(uid: string): StoredObject | undefined {
    return this.#byUid.get(uid);
  }

  /** The objects under a key. */
  bucket(key: string): ReadonlySet<StoredObject> {
    return this.#buckets.get(key) ?? NONE;
  }

  /** Every object. */
  objects(): Iterable<StoredObject> {
    return this.#keys.keys();
  }

  /** Puts an object in the place of its predecessor, which stood under the same keys: nearly all changes are so. */
  #replace(before: StoredObject, object: StoredObject, keys: readonly string[]): ReadonlySet<string> {
    this.#keys.delete(before);
    this.#keys.set(object, keys);
    if (this.#byUid.get(before.uid) === before) this.#byUid.delete(before.uid);
    if (object.uid !== '') this.#byUid.set(object.uid, object);
    for (const key of keys) {
      const bucket = this.#buckets.get(key);
      bucket?.delete(before);
      bucket?.add(object);
    }
    return new Set(keys);
  }

  #drop(object: StoredObject): readonly string[] {
    const keys = this.#keys.get(object) ?? [];
    this.#keys.delete(object);
    if (this.#byUid.get(object.uid) === object) this.#byUid.delete(object.uid);
    for (const key of keys) {
      const bucket = this.#buckets.get(key);
      bucket?.delete(object);
      if (bucket?.size === 0) this.#buckets.delete(key);
    }
    return keys;
  }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index]);
}
