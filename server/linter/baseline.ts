import type { FindingIdentity } from './finding-identity.ts';

/** A known finding. Several that are alike in one file are counted. */
export interface KnownFinding extends FindingIdentity {
  /** The file, relative to the baseline's folder, with slashes. */
  readonly file: string;
}

/** The known findings, by {@link keyOf}, with how many there are. */
export type Baseline = ReadonlyMap<string, { readonly known: KnownFinding; readonly count: number }>;

export class BaselineTrouble extends Error {}

const VERSION = 1;

/**
 * Counts findings that are to be known from now on.
 */
export function baselineOf(findings: readonly KnownFinding[]): Baseline {
  const counted = new Map<string, { known: KnownFinding; count: number }>();
  for (const known of findings) {
    const key = keyOf(known);
    counted.set(key, { known, count: (counted.get(key)?.count ?? 0) + 1 });
  }
  return counted;
}

/** The baseline as a text: the same findings give the same text, a line for each, so that changes of it read and merge well. */
export function writeBaseline(baseline: Baseline): string {
  const lines = [...baseline]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { known, count }]) => {
      const { file, rule, object, at } = known;
      return `    ${JSON.stringify({ file, rule, object, at, ...(count === 1 ? {} : { count }) })}`;
    });
  const findings = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "version": ${String(VERSION)},\n  "findings": ${findings}\n}\n`;
}

/** Reads what {@link writeBaseline} has written. Throws {@link BaselineTrouble} with what is wrong: a baseline half read would hide nothing, or everything. */
export function readBaseline(text: string): Baseline {
  const root = parsed(text);
  if (root['version'] !== VERSION) throw new BaselineTrouble(`it is no baseline of version ${String(VERSION)}.`);
  const { findings } = root;
  if (!Array.isArray(findings)) throw new BaselineTrouble('it has no list «findings».');
  const baseline = new Map<string, { known: KnownFinding; count: number }>();
  for (const [index, item] of (findings as readonly unknown[]).entries()) {
    const { file, rule, object, at, count = 1 } = (item ?? {}) as Record<string, unknown>;
    const isWhole = [file, rule, object, at].every((one) => typeof one === 'string');
    if (!isWhole || typeof count !== 'number' || !Number.isInteger(count) || count < 1)
      throw new BaselineTrouble(
        `its finding ${String(index + 1)} is not { file, rule, object, at }, with a count or without.`,
      );
    const known = { file, rule, object, at } as KnownFinding;
    baseline.set(keyOf(known), { known, count });
  }
  return baseline;
}

function parsed(text: string): Record<string, unknown> {
  try {
    const root: unknown = JSON.parse(text);
    return typeof root === 'object' && root !== null ? (root as Record<string, unknown>) : {};
  } catch (error) {
    throw new BaselineTrouble('it is no JSON.', { cause: error });
  }
}

/** Splits findings into new ones and known ones, and says what of the baseline is gone and can leave it. */
export function compareWithBaseline<Item>(
  items: readonly Item[],
  about: (item: Item) => KnownFinding,
  baseline: Baseline,
): { readonly fresh: Item[]; readonly known: Item[]; readonly gone: readonly KnownFinding[] } {
  const left = new Map([...baseline].map(([key, { count }]) => [key, count]));
  const fresh: Item[] = [];
  const known: Item[] = [];
  for (const item of items) {
    const key = keyOf(about(item));
    const remaining = left.get(key) ?? 0;
    if (remaining > 0) left.set(key, remaining - 1);
    (remaining > 0 ? known : fresh).push(item);
  }
  const gone = [...baseline].flatMap(([key, one]) => Array.from({ length: left.get(key) ?? 0 }, () => one.known));
  return { fresh, known, gone };
}

function keyOf({ file, rule, object, at }: KnownFinding): string {
  return JSON.stringify([file, rule, object, at]);
}
