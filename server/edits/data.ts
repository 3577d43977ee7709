import type { Json, Path } from '../../engines/model/object.ts';

type JsonMap = Readonly<Record<string, Json>>;

/** A copy of `data` in which `change` gives the value at `path`; undefined takes it away. Missing maps and lists on the way are made. */
export function changed(
  data: Json | undefined,
  path: Path,
  change: (before: Json | undefined) => Json | undefined,
): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return change(data);
  if (typeof step === 'number') {
    const list = Array.isArray(data) ? (data as readonly Json[]) : [];
    const value = changed(list[step], rest, change);
    return value === undefined
      ? list.toSpliced(step, 1)
      : step < list.length
        ? list.with(step, value)
        : [...list, value];
  }
  const map: JsonMap = data !== null && typeof data === 'object' && !Array.isArray(data) ? (data as JsonMap) : {};
  const value = changed(Object.hasOwn(map, step) ? map[step] : undefined, rest, change);
  const entries = Object.entries(map).filter(([key]) => key !== step);
  return Object.fromEntries(value === undefined ? entries : [...entries, [step, value]]);
}

/** Equality of plain data; the order of keys does not count. */
export function same(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => Object.hasOwn(right, name) && same((left as JsonMap)[name], (right as JsonMap)[name]));
}
