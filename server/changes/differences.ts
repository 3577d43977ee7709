import type { Field } from '../../engines/model/field.ts';
import { isUnknown, MASK_CHARACTER, type Json, type Path } from '../../engines/model/object.ts';
import { readQuantity } from '../../engines/model/quantity.ts';

/** A place in the newer object whose value differs. */
export interface Difference {
  readonly path: Path;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What Kubernetes writes where nothing is written, by the path below the field that is compared; list positions are `*`. */
export type Defaults = Readonly<Record<string, Json>>;

/**
 * Where two fields differ for the API server: what it fills in itself, and other ways to write the same quantity, are no differences. What a template writes, or another
 * file may add, is not known, and no difference.
 */
export function differences(before: Field, after: Field, defaults: Defaults = {}): readonly Difference[] {
  const found: Difference[] = [];
  walk(before, after, '', defaults, found);
  return found;
}

/** What {@link read} gives where nobody can know; a text that no manifest holds. */
const UNKNOWN = MASK_CHARACTER;

function walk(before: Field, after: Field, name: string, defaults: Defaults, found: Difference[]): void {
  const [old, fresh] = [read(before, name, defaults), read(after, name, defaults)];
  if (old === UNKNOWN || fresh === UNKNOWN) return;
  if (isMap(old) || isMap(fresh)) {
    if (!(isMap(old) || old === undefined) || !(isMap(fresh) || fresh === undefined)) {
      found.push({ path: after.path, before: old, after: fresh });
      return;
    }
    const keys = new Set([...Object.keys(old ?? {}), ...Object.keys(fresh ?? {}), ...filledBelow(name, defaults)]);
    for (const key of keys) walk(before.at(key), after.at(key), below(name, key), defaults, found);
    return;
  }
  if (Array.isArray(old) || Array.isArray(fresh)) {
    const [olds, news] = [before.items(), after.items()];
    if (olds.length !== news.length) {
      found.push({ path: after.path, before: old, after: fresh });
      return;
    }
    for (const [at, one] of olds.entries()) {
      const other = news[at];
      if (other !== undefined) walk(one, other, below(name, '*'), defaults, found);
    }
    return;
  }
  if (!isSame(old, fresh)) found.push({ path: after.path, before: old, after: fresh });
}

const below = (name: string, key: string): string => (name === '' ? key : `${name}.${key}`);

/** Keys right below this place that the API server fills in. */
const filledBelow = (name: string, defaults: Defaults): string[] =>
  Object.keys(defaults).flatMap((path) => {
    const prefix = name === '' ? '' : `${name}.`;
    const rest = path.startsWith(prefix) ? path.slice(prefix.length) : '';
    return rest === '' || rest.includes('.') ? [] : [rest];
  });

function read(field: Field, name: string, defaults: Defaults): Json | undefined {
  const { value } = field;
  if (isUnknown(value)) return UNKNOWN;
  if (value === undefined || value === null) return field.absent ? defaults[name] : UNKNOWN;
  if (Array.isArray(value) || isMap(value)) {
    // Something may be added below by a template or another file.
    if (field.object.isOpen(field.path)) return UNKNOWN;
    if (isMap(value) && Object.keys(value).length === 0) return defaults[name] ?? undefined;
    if (Array.isArray(value) && value.length === 0) return defaults[name] ?? undefined;
  }
  return value;
}

const isMap = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a === 'boolean' || typeof b === 'boolean') return JSON.stringify(a) === JSON.stringify(b);
  const [one, other] = [quantityOf(a), quantityOf(b)];
  return one !== undefined && one === other;
}

const quantityOf = (value: Json | undefined): number | undefined =>
  typeof value === 'string' || typeof value === 'number' ? readQuantity(value) : undefined;
