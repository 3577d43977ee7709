import type { Json } from '../../../engines/model/object.ts';

type Fields = Readonly<Record<string, Json>>;

/** What the server says of an object by itself; no manifest does. */
const METADATA: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'managedFields',
  'selfLink',
]);
/** Annotations that controllers and kubectl keep for themselves. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
]);

/** An object without its status and what the server sets: what two versions of it may be compared by. */
export function withoutServerSet(object: Json): Json {
  if (!isMap(object)) return object;
  const rest = without(object, new Set(['status']));
  const { metadata } = rest;
  return isMap(metadata) ? { ...rest, metadata: bareMetadata(metadata) } : rest;
}

function bareMetadata(metadata: Fields): Fields {
  const bare = without(metadata, METADATA);
  const { annotations, ...rest } = bare;
  if (!isMap(annotations)) return bare;
  const own = without(annotations, ANNOTATIONS);
  return Object.keys(own).length === 0 ? rest : { ...rest, annotations: own };
}

/** A map without these keys. */
export function without(fields: Fields, names: ReadonlySet<string>): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.has(name)));
}

export function isMap(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
