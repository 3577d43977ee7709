import { isUnknown } from '../../engines/model/object.ts';
import type { ManifestObject } from '../documents/index.ts';
import { resolved } from '../documents/syntax.ts';
import type { MapNode, ScalarNode, SyntaxNode } from '../documents/syntax.ts';
import { editDistance } from '../rules/workload/edit-distance.ts';
import type { Schemas } from './catalogue.ts';
import { valuesOf } from './enumerations.ts';
import { shapeInWords, stepIn, typeIn } from './shape.ts';
import type { PlaceInSchema } from './shape.ts';

/** A place of an object at which the API server refuses what is written. */
export interface Mismatch {
  readonly rule: 'schema/unknown-field' | 'schema/wrong-value';
  readonly message: string;
  /** Offsets in the object's document. */
  readonly start: number;
  readonly end: number;
}

/** What envsubst, Flux and others put something else for: https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution */
const SUBSTITUTED = /\$\{?[A-Za-z_]/u;

const known = new WeakMap<ManifestObject, { readonly schemas: Schemas; readonly found: readonly Mismatch[] }>();

/** What the schema of its kind says against an object; nothing for kinds that are not known, and for texts that do not parse. */
export function mismatchesOf(object: ManifestObject, schemas: Schemas): readonly Mismatch[] {
  const before = known.get(object);
  if (before?.schemas === schemas) return before.found;
  const found: Mismatch[] = [];
  const root = object.document.problems.length > 0 ? undefined : schemas.typeOfKind(object.apiVersion, object.kind);
  if (root !== undefined) compare(object.node, { shape: `@${root}` }, schemas, found);
  known.set(object, { schemas, found });
  return found;
}

function compare(node: SyntaxNode, place: PlaceInSchema, schemas: Schemas, found: Mismatch[]): void {
  const value = resolved(node);
  // Null is as good as nothing everywhere.
  if (value === undefined || (value.kind === 'scalar' && (value.value === null || isUnknown(value.value)))) return;
  if (value.kind === 'map') compareMap(value, place, schemas, found);
  else if (value.kind === 'list') {
    if (place.shape.startsWith('[]')) {
      const below = { ...place, shape: place.shape.slice(2) };
      for (const item of value.items) compare(item, below, schemas, found);
    } else if (place.shape !== '*') found.push(wrong(node, place, 'a list'));
  } else compareScalar(value, node, place, found);
}

function compareMap(map: MapNode, place: PlaceInSchema, schemas: Schemas, found: Mismatch[]): void {
  const { shape } = place;
  if (shape === '*') return;
  const type = typeIn(shape, schemas);
  if (type === undefined && !shape.startsWith('{}')) {
    found.push(wrong(map, place, 'a map'));
    return;
  }
  for (const entry of map.entries) {
    // What is merged in is looked at where it stands, and a key without a colon is still being typed.
    if (entry.merge || entry.colon < 0 || isUnknown(entry.key)) continue;
    const below = stepIn(place, entry.key, schemas);
    if (below) compare(entry.value, below, schemas, found);
    else if (type?.p && entry.key !== 'status') {
      const near = nearest(entry.key, Object.keys(type.p));
      const hint = near === undefined ? '' : ` Is '${near}' meant?`;
      const message = `${shapeInWords(shape)} has no field '${entry.key}'${isOwn(shape) ? ` in Kubernetes ${schemas.version}` : ''}: kubectl apply refuses it.${hint}`;
      found.push({ rule: 'schema/unknown-field', message, start: entry.keyStart, end: entry.keyEnd });
    }
  }
}

function compareScalar(scalar: ScalarNode, node: SyntaxNode, place: PlaceInSchema, found: Mismatch[]): void {
  const { value } = scalar;
  const { shape, field } = place;
  if (typeof value === 'string' && SUBSTITUTED.test(value)) return;
  const fits: Readonly<Record<string, boolean>> = {
    s: typeof value === 'string',
    i: Number.isInteger(value),
    n: typeof value === 'number',
    b: typeof value === 'boolean',
    x: typeof value === 'string' || Number.isInteger(value),
    q: typeof value === 'string' || typeof value === 'number',
    '*': true,
  };
  if (fits[shape] !== true) {
    found.push(wrong(node, place, described(scalar)));
    return;
  }
  const values = field && valuesOf(field.owner, field.name);
  if (values === undefined || typeof value !== 'string' || value === '' || values.includes(value)) return;
  const message = `${field?.name ?? ''} is one of ${values.join(', ')}, not '${value}'.`;
  found.push({ rule: 'schema/wrong-value', message, start: node.start, end: node.end });
}

/** Kubernetes' own types change with its version; those of custom resources bear their group. */
function isOwn(shape: string): boolean {
  return !shape.includes('/');
}

/** What is written, for the message; a text stays untold: it may be a secret. */
function described({ value }: ScalarNode): string {
  if (typeof value === 'boolean') return `the boolean ${String(value)}`;
  return typeof value === 'number' ? 'a number' : 'a text';
}

function wrong(node: SyntaxNode, { shape, field }: PlaceInSchema, written: string): Mismatch {
  const what = field ? `'${field.name}'` : 'This';
  const isBare = shape === 's' && (written === 'a number' || written.startsWith('the boolean'));
  const message = `${what} takes a ${shapeInWords(shape)}, and this is ${written}.${isBare ? ' Put it into quotes.' : ''}`;
  const end = node.kind === 'scalar' || node.kind === 'alias' ? node.end : node.start + 1;
  return { rule: 'schema/wrong-value', message: message.replace('a integer', 'an integer'), start: node.start, end };
}

/** The one name that differs by a letter or two. */
function nearest(written: string, names: readonly string[]): string | undefined {
  const lower = written.toLowerCase();
  const most = written.length > 4 ? 2 : 1;
  const near = names.filter((name) => editDistance(lower, name.toLowerCase()) <= most);
  return near.length === 1 ? near[0] : undefined;
}
