import type { RestFacts } from '../model/stopping.ts';

/** How many standbys a commit waits for, and which ones may count. */
export interface Awaited {
  readonly count: number;
  /** Lower case: names are compared so. `*` is any. */
  readonly names: readonly string[];
}

/**
 * Reads `synchronous_standby_names`: `a, b`, `2 (a, b)`, `FIRST 1 (a)`, `ANY 2 (a, "b c")`. Empty: no commit waits; undefined where it is not understood.
 * https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-SYNCHRONOUS-STANDBY-NAMES
 */
export function readAwaited(setting: string): Awaited | undefined {
  const text = setting.trim();
  if (text === '') return { count: 0, names: [] };
  const [, number, inner] = /^(?:(?:any|first)\s+)?(\d+)\s*\((.*)\)$/isu.exec(text) ?? [];
  const names = namesOf(inner ?? text);
  return names && { count: number === undefined ? 1 : Number(number), names };
}

function namesOf(list: string): readonly string[] | undefined {
  const names: string[] = [];
  const one = /\s*(?:"((?:[^"]|"")+)"|([^\s,"()]+))\s*(,|$)/uy;
  while (one.lastIndex < list.length) {
    const found = one.exec(list);
    if (found === null) return undefined;
    names.push((found[1]?.replaceAll('""', '"') ?? found[2] ?? '').toLowerCase());
    if (found[3] === '') break;
  }
  return names.length === 0 ? undefined : names;
}

/** Once it leads, a commit would wait for more standbys than are named beside itself: forever. In the words of the setting; undefined where it would not, as far as is known. */
export function waitsInVain(candidate: RestFacts): string | undefined {
  const setting = candidate['synchronous_standby_names'];
  const own = candidate['name']?.toLowerCase();
  // `local` and `off` wait for nobody.
  if (setting === undefined || ['local', 'off'].includes(candidate['synchronous_commit'] ?? '')) return undefined;
  const awaited = readAwaited(setting);
  if (awaited === undefined || awaited.names.includes('*')) return undefined;
  return awaited.names.filter((name) => name !== own).length < awaited.count
    ? `synchronous_standby_names there: ${setting}; its own name: ${candidate['name'] ?? 'unknown'}`
    : undefined;
}
