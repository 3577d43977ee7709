import { isWorkloadKind, podPath } from '../../engines/model/pod.ts';
import type { Json, KubeObject, Path } from '../../engines/model/object.ts';
import type { Row } from './row.ts';
import { rows } from './rows/index.ts';

/** Rows by the steps of their paths, so that one walk down an object meets all of them. */
class Steps {
  readonly rows: Row[] = [];
  readonly below = new Map<string, Steps>();

  add(path: readonly string[], row: Row): void {
    const [step, ...rest] = path;
    if (step === undefined) {
      this.rows.push(row);
      return;
    }
    const next = this.below.get(step) ?? new Steps();
    this.below.set(step, next);
    next.add(rest, row);
  }
}

/** A place that a row of the table means. */
export interface Match {
  readonly row: Row;
  readonly path: Path;
  readonly value: Json;
}

/** The places of an object that name something, in the order in which they are written. */
export function matchesIn(object: KubeObject): Match[] {
  const found: Match[] = [];
  walk(object.body, [], [stepsFor(object)], found);
  return found;
}

function walk(value: Json, path: Path, active: readonly Steps[], found: Match[]): void {
  for (const steps of active) for (const row of steps.rows) found.push({ row, path, value });
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly Json[]).entries()) descend(item, '*', index, path, active, found);
    return;
  }
  for (const [key, item] of Object.entries(value)) descend(item, key, key, path, active, found);
}

function descend(
  value: Json,
  name: string,
  step: string | number,
  path: Path,
  active: readonly Steps[],
  found: Match[],
): void {
  const next = active.flatMap((steps) => {
    const deep = steps.below.get('**');
    const ways = [steps.below.get(name), name === '*' ? undefined : steps.below.get('*')];
    // `**` stays in force on every level below, and is met by what follows it on this one.
    return [...ways, ...(deep ? [deep.below.get(name), new Deep(deep)] : [])].filter((one) => one !== undefined);
  });
  if (next.length > 0) walk(value, [...path, step], next, found);
}

/** The state behind a `**` of which no step has been met yet. */
class Deep extends Steps {
  constructor(deep: Steps) {
    super();
    this.below.set('**', deep);
  }
}

const byObject = new Map<string, Steps>();

/** The steps that hold for a kind of an API group. */
function stepsFor({ kind, apiVersion }: KubeObject): Steps {
  const group = groupOf(apiVersion);
  const key = `${group} ${kind}`;
  const known = byObject.get(key);
  if (known) return known;
  const steps = new Steps();
  for (const row of rows) {
    if (row.group !== undefined && row.group !== group) continue;
    const at = row.at.split('.');
    if (row.from === 'pod') {
      if (isWorkloadKind(kind)) steps.add([...podPath(kind).map(String), ...at], row);
    } else if (row.from === 'custom' ? isCustom(group) : row.from.includes(kind)) {
      steps.add(at, row);
    }
  }
  // What is typed may be any name; the table of known ones stays small.
  if (byObject.size > 500) byObject.clear();
  byObject.set(key, steps);
  return steps;
}

/** The API group of `apps/v1`; empty for the core's `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** Kubernetes' own groups end in `.k8s.io`, or are one word. */
export function isCustom(group: string): boolean {
  return group.includes('.') && !group.endsWith('.k8s.io');
}
