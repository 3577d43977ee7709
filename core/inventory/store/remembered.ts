import type { StoredObject } from './stored-object.ts';

/** How many kinds of facts are remembered: each has a place of its own in every object. */
let places = 0;

/** What is read from an object that never changes is read once. It is kept in the object itself, and forgotten with it. */
export function remembered<Read>(read: (object: StoredObject) => Read): (object: StoredObject) => Read {
  const place = places++;
  return (object) => {
    const known = object.remembered[place];
    if (known) return known.value as Read;
    const value = read(object);
    object.remembered[place] = { value };
    return value;
  };
}

/**
 * The same for what is read from one part of an object, and its name and namespace alone. The next version of an object has the same part where
 * that did not change, and with it what was read.
 */
export function rememberedOf<Read>(
  part: (object: StoredObject) => unknown,
  read: (object: StoredObject) => Read,
): (object: StoredObject) => Read {
  const known = new WeakMap<
    object,
    { readonly name: string; readonly namespace: string | undefined; readonly value: Read }
  >();
  return (object) => {
    const own = part(object);
    if (typeof own !== 'object' || own === null) return read(object);
    const before = known.get(own);
    if (before?.name === object.name && before.namespace === object.namespace) return before.value;
    const value = read(object);
    known.set(own, { name: object.name, namespace: object.namespace, value });
    return value;
  };
}
