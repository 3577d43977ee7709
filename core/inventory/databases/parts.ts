import type { Sight, Usage, VolumeKey } from './sight.ts';

/** A part of a database as it is shown, and everything it was made from. */
interface Part {
  readonly value: unknown;
  readonly inputs: readonly unknown[];
  /** Keys of the store that it has read. */
  readonly keys: ReadonlySet<string>;
  readonly used: ReadonlyMap<VolumeKey, Usage>;
}

/**
 * Parts of one database that cost much and change seldom, such as its storage: a pod's restart leaves them as they are. A part is made anew
 * when one of its inputs is another (by `Object.is`), a key of the store that it has read changed, or a volume's use did.
 */
export class PartsMade {
  readonly #parts = new Map<string, Part>();

  /** Forgets what has read one of these keys. */
  forget(keys: Iterable<string>): void {
    for (const key of keys) {
      for (const [name, part] of this.#parts) if (part.keys.has(key)) this.#parts.delete(name);
    }
  }

  /** The part as it was made before, or made now. `inputs` are all that `make` depends on besides what it asks of its sight's look-ups. */
  take<Value>(name: string, inputs: readonly unknown[], sight: Sight, make: (sight: Sight) => Value): Value {
    const known = this.#parts.get(name);
    if (known && isSame(known.inputs, inputs) && isUsedAsBefore(known, sight)) {
      sight.lookup.note(known.keys);
      return known.value as Value;
    }
    const keys = new Set<string>();
    const used = new Map<VolumeKey, Usage>();
    const value = make({
      lookup: sight.lookup.noting(keys),
      sees: (kind, namespace) => sight.sees(kind, namespace),
      asked: (key) => sight.asked(key),
      used: (volume) => {
        const usage = sight.used(volume);
        used.set(volume, usage);
        keys.add(volume);
        return usage;
      },
      now: sight.now,
    });
    sight.lookup.note(keys);
    this.#parts.set(name, { value, inputs, keys, used });
    return value;
  }
}

/** A volume's use may change without a key: when nobody mounts it any more. */
function isUsedAsBefore({ used }: Part, sight: Sight): boolean {
  for (const [volume, usage] of used) if (!Object.is(sight.used(volume), usage)) return false;
  return true;
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((input, index) => Object.is(input, other[index]));
}
