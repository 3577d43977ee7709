import { readQuantity } from '../../../engines/model/quantity.ts';
import type { Json, Path } from '../../../engines/model/object.ts';
import { listKeys } from './list-keys.ts';
import { isMap } from './server-set.ts';

/** One field in which a manifest and the live object differ. */
export interface DriftField {
  /** The way to it in the manifest where it stands there; else in the live object. */
  readonly path: Path;
  /** The same for people: `spec.template.spec.containers[postgres].image`. */
  readonly place: string;
  /** What the manifest makes of it; undefined where it has none. */
  readonly manifest: Json | undefined;
  /** What is there; undefined where nothing is. */
  readonly live: Json | undefined;
}

interface Node {
  readonly path: Path;
  readonly place: string;
  /** As the manifest says it; undefined where it does not. */
  readonly manifest: Json | undefined;
}

/** How two values are compared: `whole` finds fields on either side; `set` only those that the first one sets. */
export type Manner = 'whole' | 'set';

/**
 * The fields in which `wanted` (the manifest as the server would make it, or the manifest itself) and the live object differ. `manifest` gives the
 * places. Quantities are equal by value (`1Gi` and `1024Mi`), numbers and their text too, and an empty map or list is as good as none.
 */
export function differences(wanted: Json, live: Json, manifest: Json, manner: Manner): DriftField[] {
  const found: DriftField[] = [];
  walk(wanted, live, { path: [], place: '', manifest }, manner, found);
  return found;
}

function walk(wanted: Json | undefined, live: Json | undefined, node: Node, manner: Manner, found: DriftField[]): void {
  if (isSame(wanted, live)) return;
  const isOnlyLive = manner === 'whole' && wanted === undefined && isMap(live);
  if (isMap(wanted) ? isMap(live) || live === undefined : isOnlyLive) {
    walkMap(isMap(wanted) ? wanted : {}, isMap(live) ? live : {}, node, manner, found);
  } else if (Array.isArray(wanted) && Array.isArray(live)) {
    walkList(wanted as readonly Json[], live as readonly Json[], node, manner, found);
  } else found.push({ path: node.path, place: node.place, manifest: wanted, live });
}

function walkMap(
  wanted: Readonly<Record<string, Json>>,
  live: Readonly<Record<string, Json>>,
  node: Node,
  manner: Manner,
  found: DriftField[],
): void {
  const keys = new Set([...Object.keys(wanted), ...(manner === 'whole' ? Object.keys(live) : [])]);
  for (const key of keys) {
    const simple = /^[\w-]+$/u.test(key);
    const place = simple ? `${node.place}${node.place === '' ? '' : '.'}${key}` : `${node.place}[${key}]`;
    const manifest = isMap(node.manifest) ? node.manifest[key] : undefined;
    walk(wanted[key], live[key], { path: [...node.path, key], place, manifest }, manner, found);
  }
}

function walkList(
  wanted: readonly Json[],
  live: readonly Json[],
  node: Node,
  manner: Manner,
  found: DriftField[],
): void {
  const written = Array.isArray(node.manifest) ? (node.manifest as readonly Json[]) : [];
  const name = listKeys([wanted, live, written]);
  if (name === undefined) {
    // Words of a command, access modes: one that is missing moves all others, so the list is one value.
    const isOfMaps = wanted.length === live.length && wanted.every((item) => isMap(item));
    if (!isOfMaps) found.push({ path: node.path, place: node.place, manifest: wanted, live });
    else {
      for (const [index, item] of wanted.entries()) {
        const below = { path: [...node.path, index], place: `${node.place}[${index}]`, manifest: written[index] };
        walk(item, live[index], below, manner, found);
      }
    }
    return;
  }
  const items = manner === 'whole' ? [...wanted, ...live] : wanted;
  for (const key of new Set(items.map(name))) {
    const at = (list: readonly Json[]): number => list.findIndex((item) => name(item) === key);
    const index = written.length > 0 && at(written) >= 0 ? at(written) : at(live) >= 0 ? at(live) : at(wanted);
    const place = `${node.place}[${key}]`;
    const below = { path: [...node.path, index], place, manifest: written[at(written)] };
    walk(wanted[at(wanted)], live[at(live)], below, manner, found);
  }
}

/** Whether two values say the same to Kubernetes. */
function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (isEmpty(one) && isEmpty(other)) return true;
  if (one === undefined || other === undefined || one === null || other === null) return false;
  if (typeof one === 'object' || typeof other === 'object') return JSON.stringify(one) === JSON.stringify(other);
  if (one === other || String(one) === String(other)) return true;
  const quantity = isQuantity(one) ? readQuantity(one) : undefined;
  return quantity !== undefined && isQuantity(other) && quantity === readQuantity(other);
}

function isQuantity(value: Json): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function isEmpty(value: Json | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    (Array.isArray(value) ? value.length === 0 : typeof value === 'object' && Object.keys(value).length === 0)
  );
}
