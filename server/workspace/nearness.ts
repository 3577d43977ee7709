import type { KubeObject } from '../../engines/model/object.ts';
import { ManifestObject } from '../documents/index.ts';
import { fileOf } from './placement.ts';

/**
 * Orders objects by how near their files are to the file of `origin`: the same file, the same folder, the nearest common folder; at one
 * distance by name and place, so that the order never depends on what was edited last.
 */
export function byNearness(origin: KubeObject): (a: KubeObject, b: KubeObject) => number {
  // Live objects stand in no file, and all as near.
  if (fileOf(origin) === undefined) return byPlace;
  const from = segmentsOf(origin);
  const distances = new Map<KubeObject, number>();
  const distanceOf = (object: KubeObject): number => {
    const known = distances.get(object);
    if (known !== undefined) return known;
    const measured = distanceBetween(from, segmentsOf(object));
    distances.set(object, measured);
    return measured;
  };
  return (a, b) => distanceOf(a) - distanceOf(b) || byPlace(a, b);
}

/** How far apart the files of two objects are: 0 for the same file, 2 for the same folder. */
export function distance(a: KubeObject, b: KubeObject): number {
  return distanceBetween(segmentsOf(a), segmentsOf(b));
}

/** Orders objects by file and place in it. */
export function byPlace(a: KubeObject, b: KubeObject): number {
  if (!(a instanceof ManifestObject) || !(b instanceof ManifestObject)) return 0;
  const [one, other] = [a.document, b.document];
  if (one.file.uri !== other.file.uri) return one.file.uri < other.file.uri ? -1 : 1;
  return one.startOffset - other.startOffset || Number(a.prefix[1] ?? 0) - Number(b.prefix[1] ?? 0);
}

/** True for objects of the same file or folder. */
export function isBeside(a: KubeObject, b: KubeObject): boolean {
  return segmentsOf(a).slice(0, -1).join('/') === segmentsOf(b).slice(0, -1).join('/');
}

function segmentsOf(object: KubeObject): string[] {
  return fileOf(object)?.split('/') ?? [];
}

/** Steps up to the common folder and down again; 0 for the same file. */
function distanceBetween(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared += 1;
  return a.length - shared + (b.length - shared);
}
