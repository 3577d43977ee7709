import { isUnknown, valueAt } from './object.ts';
import type { Json, KubeObject, Path } from './object.ts';

/** Where a value of the model comes from: an object, the way to the value in it, and, inside a long scalar, a part of its text. */
export interface Source {
  readonly object: KubeObject;
  readonly path: Path;
  /**
   * What to point at: `key` the name before the colon, `value` what stands after it. Without it the place is chosen by what is
   * there: a scalar's value, the key of a map or list, and for a missing value the key of the nearest ancestor that exists.
   */
  readonly part?: 'key' | 'value';
  /** Offsets [start, end) into the decoded string at `path`, for a setting inside a configuration file or a script. */
  readonly span?: readonly [start: number, end: number];
}

/** A value together with the place that says so. */
export interface Sourced<T> {
  readonly value: T;
  readonly source: Source;
}

/**
 * A cursor into an object: the reader over which the database model is built. It never throws: what is not there is a field
 * that does not exist, and one can go on asking below it.
 */
export class Field {
  readonly object: KubeObject;
  readonly path: Path;
  readonly value: Json | undefined;

  constructor(object: KubeObject, path: Path = [], value: Json | undefined = valueAt(object.body, path)) {
    this.object = object;
    this.path = path;
    this.value = value;
  }

  /** The field below this one. */
  at(...steps: Path): Field {
    return new Field(this.object, [...this.path, ...steps], valueAt(this.value, steps));
  }

  /** There is something here, be it null or unknown. */
  get exists(): boolean {
    return this.value !== undefined;
  }

  /** There is something here, and it is no template. A map or list counts as known whatever its values are. */
  get known(): boolean {
    return this.exists && !isUnknown(this.value);
  }

  /** Something is here that only rendering can tell. */
  get unknown(): boolean {
    return isUnknown(this.value);
  }

  /**
   * Certainly not there: nothing is written (or an explicit null, which Kubernetes reads as unset), and no template or base could
   * add it. Use this, not `!exists`, before calling anything missing.
   */
  get absent(): boolean {
    if (this.value !== undefined) return this.value === null;
    for (let length = this.path.length - 1; length >= 0; length -= 1) {
      const parent = this.path.slice(0, length);
      const value = valueAt(this.object.body, parent);
      if (value === undefined) continue;
      return !isUnknown(value) && !this.object.isOpen(parent, this.path[length]);
    }
    return false;
  }

  /** The elements of the list here; none where there is no list. */
  items(): Field[] {
    const list = this.value;
    if (!Array.isArray(list)) return [];
    return (list as readonly Json[]).map((item, index) => new Field(this.object, [...this.path, index], item));
  }

  /** The entries of the map here; none where there is no map. */
  entries(): [key: string, field: Field][] {
    const map = this.value;
    if (map === null || typeof map !== 'object' || Array.isArray(map)) return [];
    return Object.entries(map).map(([key, value]) => [key, new Field(this.object, [...this.path, key], value)]);
  }

  /** The string here; undefined for anything else, and for a template. */
  string(): string | undefined {
    return typeof this.value === 'string' && !isUnknown(this.value) ? this.value : undefined;
  }

  /** The number here, also where it is quoted (`"3"`). */
  number(): number | undefined {
    if (typeof this.value === 'number') return this.value;
    const text = this.string();
    return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
  }

  /** The boolean here. */
  boolean(): boolean | undefined {
    return typeof this.value === 'boolean' ? this.value : undefined;
  }

  /** The strings of the list here, templates left out; none where there is no list. */
  strings(): string[] {
    return this.items().flatMap((item) => item.string() ?? []);
  }

  /** The map here as strings (labels, selectors); templates left out, numbers and booleans as text. */
  stringMap(): Record<string, string> {
    return Object.fromEntries(
      this.entries().flatMap(([key, field]) =>
        field.known && typeof field.value !== 'object' ? [[key, String(field.value)] as const] : [],
      ),
    );
  }

  get source(): Source {
    return { object: this.object, path: this.path };
  }
}
