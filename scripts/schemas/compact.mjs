// Kubernetes' definitions in the form that server/schemas/catalogue.ts reads: types by name, fields as [shape, description].

/** Nobody writes these: what the API server answers with, lists, and requests of other programs. */
const LEFT_OUT =
  /List$|Status$|Review$|^(?:DeleteOptions|WatchEvent|APIGroup|APIVersions|APIResourceList|Scale|Eviction|TokenRequest|Binding)$/u;
const UNTYPED = '*';

/**
 * @typedef {{ d?: string, p?: Record<string, [string, string?]>, r?: string[] }} Type
 * @typedef {{ kinds: Record<string, string>, types: Record<string, Type> }} Schema
 */

/**
 * All kinds that are written by hand, with every type that they refer to.
 * @param {any} definitions
 * @returns {Schema}
 */
export function compact(definitions) {
  const all = definitions['$defs'];
  /** @type {Schema} */
  const schema = { kinds: {}, types: {} };
  const waiting = [];
  for (const [name, definition] of Object.entries(all)) {
    for (const { group, version, kind } of definition['x-kubernetes-group-version-kind'] ?? []) {
      if (LEFT_OUT.test(kind) || !definition.properties?.metadata) continue;
      schema.kinds[`${group === '' ? '' : `${group}/`}${version} ${kind}`] = shortened(name);
      waiting.push(name);
    }
  }
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const short = shortened(name);
    if (schema.types[short] !== undefined) continue;
    schema.types[short] = typeOf(all[name], (named) => waiting.push(named), all);
  }
  schema.types = Object.fromEntries(Object.entries(schema.types).sort(([a], [b]) => (a < b ? -1 : 1)));
  return schema;
}

/** What an older version has that the newer one has not, or has otherwise; null for what it lacks.
 * @param {Schema} newer @param {Schema} older */
export function differences(newer, older) {
  return { kinds: changed(newer.kinds, older.kinds), types: changed(newer.types, older.types) };
}

/** @param {Record<string, any>} newer @param {Record<string, any>} older */
function changed(newer, older) {
  /** @type {Record<string, any>} */
  const result = {};
  for (const [key, value] of Object.entries(older))
    if (JSON.stringify(newer[key]) !== JSON.stringify(value)) result[key] = value;
  for (const key of Object.keys(newer)) if (!(key in older)) result[key] = null;
  return result;
}

/** @param {any} definition @param {(name: string) => void} refer @param {any} all @returns {Type} */
function typeOf(definition, refer, all) {
  /** @type {Type} */
  const type = {};
  if (definition.description) type.d = definition.description;
  const own = Object.entries(definition.properties ?? {}).filter(([name]) => name !== 'status');
  if (own.length > 0)
    type.p = Object.fromEntries(
      own.map(([name, field]) => {
        const { description } = /** @type {any} */ (field);
        const shape = shapeOf(field, refer, all);
        return [name, description ? [shape, description] : [shape]];
      }),
    );
  if (definition.required?.length > 0) type.r = definition.required;
  return type;
}

/** `s`, `i`, `n`, `b`, `x` (integer or text), `q` (quantity), `*` (anything), `@Type`; `[]` and `{}` before it for lists and maps.
 * @param {any} field @param {(name: string) => void} refer @param {any} all @returns {string} */
function shapeOf(field, refer, all) {
  const ref = field['$ref']?.split('/').at(-1);
  if (ref?.endsWith('.IntOrString')) return 'x';
  if (ref?.endsWith('.Quantity')) return 'q';
  if (ref !== undefined) {
    const target = all[ref];
    if (target.properties) {
      refer(ref);
      return `@${shortened(ref)}`;
    }
    return target.type ? shapeOf(target, refer, all) : UNTYPED;
  }
  const type = [field.type].flat().find((one) => one !== 'null');
  if (type === 'array') return `[]${shapeOf(field.items ?? {}, refer, all)}`;
  if (type === 'object')
    return field.additionalProperties ? `{}${shapeOf(field.additionalProperties, refer, all)}` : UNTYPED;
  return { string: 's', integer: 'i', number: 'n', boolean: 'b' }[type] ?? UNTYPED;
}

/** @param {string} name */
function shortened(name) {
  return name.replace(/^io\.k8s\.(?:api\.|apimachinery\.pkg\.)?/u, '');
}
