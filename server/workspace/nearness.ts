import type { KubeObject } from '../../engines/model/object.ts';
import { fileOf } from './placement.ts';

/** Orders objects by how near their files are to the file of `origin`: the same file, the same folder, the nearest common folder. */
export function byNearness(origin: KubeObject): (a: KubeObject, b: KubeObject) => number {
  const from = segmentsOf(origin);
  const distances = new Map<KubeObject, number>();
  const distance = (object: KubeObject): number => {
    const known = distances.get(object);
    if (known !== undefined) return known;
    const measured = distanceBetween(from, segmentsOf(object));
    distances.set(object, measured);
    return measured;
  };
  return (a, b) => distance(a) - distance(b);
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
