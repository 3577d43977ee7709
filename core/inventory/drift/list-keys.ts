import type { Json } from '../../../engines/model/object.ts';
import { isMap } from './server-set.ts';

/**
 * Fields that tell the items of a list apart, tried in this order; a list of items that all have one, each another, is compared by it.
 * Source: `x-kubernetes-list-map-keys` in Kubernetes' OpenAPI (containers, volumes and env by name, mounts by mountPath, ports by containerPort
 * or port and protocol, topologySpreadConstraints by topologyKey, endpoints' conditions by type).
 */
const KEYS: readonly (readonly string[])[] = [
  ['name'],
  ['mountPath'],
  ['devicePath'],
  ['containerPort', 'protocol'],
  ['port', 'protocol'],
  ['topologyKey', 'whenUnsatisfiable'],
  ['type'],
];

/** The key of an item that has no field of its own of that name: claim templates by their metadata. */
function keyOf(item: Json, fields: readonly string[]): string | undefined {
  if (!isMap(item)) return undefined;
  const [first = ''] = fields;
  const value = item[first] ?? (first === 'name' && isMap(item['metadata']) ? item['metadata']['name'] : undefined);
  if (value === undefined) return undefined;
  const others = fields.slice(1).map((field) => item[field] ?? defaultOf(field));
  const parts = [value, ...others];
  return parts.every((part) => typeof part === 'string' || typeof part === 'number') ? parts.join('/') : undefined;
}

function defaultOf(field: string): string {
  return field === 'protocol' ? 'TCP' : '';
}

/** Names for the items of lists that belong together, the same in each; undefined where they can only be told apart by their place. */
export function listKeys(lists: readonly (readonly Json[])[]): ((item: Json) => string) | undefined {
  const isKey = (fields: readonly string[]): boolean =>
    lists.every((list) => {
      const keys = list.map((item) => keyOf(item, fields));
      return keys.every((key) => key !== undefined) && new Set(keys).size === keys.length;
    });
  const fields = lists.some((list) => list.length > 0) ? KEYS.find(isKey) : undefined;
  return fields && ((item) => keyOf(item, fields) ?? '');
}
