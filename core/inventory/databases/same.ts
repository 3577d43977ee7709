/**
 * Takes as much of an old value as is the same in the new one, so that what did not change stays the same object. Both are plain data
 * that nobody changes.
 */
export function keepSame<T>(old: T | undefined, fresh: T): T {
  if (Object.is(old, fresh) || !isObject(old) || !isObject(fresh)) return fresh;
  if (Array.isArray(old) || Array.isArray(fresh)) {
    return Array.isArray(old) && Array.isArray(fresh) ? (keepList(old, fresh) as T) : fresh;
  }
  return keepMap(old, fresh) as T;
}

function keepMap(old: Fields, fresh: Fields): Fields {
  let kept: Record<string, unknown> | undefined;
  let isSame = true;
  let keys = 0;
  for (const key in fresh) {
    keys += 1;
    const before = old[key];
    const own = fresh[key];
    const value = keepSame(before, own);
    isSame &&= Object.is(value, before) && (value !== undefined || key in old);
    if (Object.is(value, own)) continue;
    // A copy is only made where the new value has a part that the old one had already.
    kept ??= { ...fresh };
    kept[key] = value;
  }
  return isSame && keys === Object.keys(old).length ? old : (kept ?? fresh);
}

function keepList(old: readonly unknown[], fresh: readonly unknown[]): readonly unknown[] {
  const kept = fresh.map((item, index) => keepSame(old[index], item));
  return kept.length === old.length && kept.every((item, index) => Object.is(item, old[index])) ? old : kept;
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
