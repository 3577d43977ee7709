import type { StoredObject } from './stored-object.ts';

/** What is read from an object that never changes is read once. Forgotten with the object. */
export function remembered<Read>(read: (object: StoredObject) => Read): (object: StoredObject) => Read {
  const known = new WeakMap<StoredObject, { readonly value: Read }>();
  return (object) => {
    const before = known.get(object);
    if (before) return before.value;
    const value = read(object);
    known.set(object, { value });
    return value;
  };
}
