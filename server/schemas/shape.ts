import type { Path } from '../../engines/model/object.ts';
import type { PackedField, PackedType, Schemas } from './catalogue.ts';

/**
 * What may stand at a place, in short: `s` text, `i` integer, `n` number, `b` boolean, `x` integer or text, `q` a quantity, `*` anything, `@Name` a type;
 * behind `[]` a list of it, behind `{}` a map of it.
 */
export type Shape = string;

/** What the schema says about a place. */
export interface PlaceInSchema {
  readonly shape: Shape;
  /** The field's own documentation; undefined for items and for the object itself. */
  readonly field?: {
    readonly owner: string;
    readonly name: string;
    readonly packed: PackedField;
    readonly required: boolean;
  };
}

/** The type that a shape names. */
export function typeIn(shape: Shape, schemas: Schemas): PackedType | undefined {
  return shape.startsWith('@') ? schemas.type(shape.slice(1)) : undefined;
}

/** What lies one step below a shape; undefined where nothing is known of it. */
export function stepIn({ shape }: PlaceInSchema, step: string | number, schemas: Schemas): PlaceInSchema | undefined {
  if (typeof step === 'number') return shape.startsWith('[]') ? { shape: shape.slice(2) } : undefined;
  if (shape.startsWith('{}')) return { shape: shape.slice(2) };
  const type = typeIn(shape, schemas);
  const packed = type?.p && Object.hasOwn(type.p, step) ? type.p[step] : undefined;
  if (packed === undefined) return undefined;
  const owner = shape.slice(1);
  return { shape: packed[0], field: { owner, name: step, packed, required: type?.r?.includes(step) ?? false } };
}

/** What the schema of a kind says about a place of its objects. */
export function placeInSchema(
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  path: Path,
  schemas: Schemas,
): PlaceInSchema | undefined {
  const root = schemas.typeOfKind(apiVersion, kind);
  let place: PlaceInSchema | undefined = root === undefined ? undefined : { shape: `@${root}` };
  for (const step of path) place = place && stepIn(place, step, schemas);
  return place;
}

const WORDS: Readonly<Record<string, string>> = {
  s: 'text',
  i: 'integer',
  n: 'number',
  b: 'boolean',
  x: 'integer or text',
  q: 'quantity',
};

/** A shape as people call it: `list of Container`. */
export function shapeInWords(shape: Shape): string {
  if (shape.startsWith('[]')) return `list of ${shapeInWords(shape.slice(2))}`;
  if (shape.startsWith('{}')) return `map to ${shapeInWords(shape.slice(2))}`;
  if (shape.startsWith('@')) return shape.slice(shape.lastIndexOf('.') + 1);
  return WORDS[shape] ?? 'anything';
}
