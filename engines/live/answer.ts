/** An answer's fields, some of which may be undefined where the type wants them left out. */
type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

/** Leaves out what is undefined: «not said» has one form only. `writable` stays, which says so by itself. */
export function withoutUndefined<T extends object>(fields: Loose<T>): T {
  const entries = Object.entries(fields).filter(([key, value]) => value !== undefined || key === 'writable');
  return Object.fromEntries(entries) as T;
}

/** A list, or undefined where it is empty. */
export function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
