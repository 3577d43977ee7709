const NONE: ReadonlySet<string> = new Set();

/** Who has read which keys, both ways. */
export class Dependents {
  readonly #keys = new Map<string, ReadonlySet<string>>();
  readonly #readers = new Map<string, Set<string>>();

  /** Says what a reader has read; replaces what it read before. */
  set(reader: string, keys: ReadonlySet<string>): void {
    const before = this.keysOf(reader);
    if (isSame(before, keys)) return;
    for (const key of before) {
      if (keys.has(key)) continue;
      const readers = this.#readers.get(key);
      readers?.delete(reader);
      if (readers?.size === 0) this.#readers.delete(key);
    }
    for (const key of keys) {
      if (before.has(key)) continue;
      const readers = this.#readers.get(key);
      if (readers) readers.add(reader);
      else this.#readers.set(key, new Set([reader]));
    }
    if (keys.size === 0) this.#keys.delete(reader);
    else this.#keys.set(reader, keys);
  }

  keysOf(reader: string): ReadonlySet<string> {
    return this.#keys.get(reader) ?? NONE;
  }

  /** Readers of a key. */
  of(key: string): ReadonlySet<string> {
    return this.#readers.get(key) ?? NONE;
  }
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  if (one.size !== other.size) return false;
  for (const key of one) if (!other.has(key)) return false;
  return true;
}
