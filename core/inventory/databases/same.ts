/**
 * Takes as much of an old value as is the same in the new one, so that what did not change stays the same object. Both are plain data
 * that nobody changes.
 */
export function keepSame<T>(old: T | undefined, fresh: T): T {
  if (Object.is(old, fresh) || old === undefined) return fresh;
  if (Array.isArray(old) && Array.isArray(fresh)) return keepList(old, fresh) as T;
  if (!isPlain(old) || !isPlain(fresh)) return fresh;
  const keys = Object.keys(fresh);
  const kept = Object.fromEntries(keys.map((key) => [key, keepSame(old[key], fresh[key])]));
  const isSame =
    keys.length === Object.keys(old).length && keys.every((key) => key in old && Object.is(kept[key], old[key]));
  return isSame ? old : (kept as T);
}

function keepList(old: readonly unknown[], fresh: readonly unknown[]): readonly unknown[] {
  const kept = fresh.map((item, index) => keepSame(old[index], item));
  return kept.length === old.length && kept.every((item, index) => Object.is(item, old[index])) ? old : kept;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
