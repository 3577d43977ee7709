/** Transactions by source (MySQL) or by domain (MariaDB), as closed intervals of numbers. */
type Sets = ReadonlyMap<string, readonly (readonly [bigint, bigint])[]>;

/**
 * Whether one GTID set holds all of another: MySQL's (`uuid:1-5:7,uuid2:tag:1-3`) or MariaDB's (`0-1-123,1-2-9`: the last transaction of each domain, with all
 * before it). Undefined where one of them is neither.
 * https://dev.mysql.com/doc/refman/8.4/en/replication-gtids-concepts.html, https://mariadb.com/kb/en/gtid/
 */
export function holdsAll(whole: string, part: string): boolean | undefined {
  const [a, b] = [setsOf(whole), setsOf(part)];
  if (a === undefined || b === undefined) return undefined;
  for (const [source, intervals] of b)
    for (const [from, to] of intervals)
      if (!(a.get(source) ?? []).some(([start, end]) => start <= from && to <= end)) return false;
  return true;
}

function setsOf(text: string): Sets | undefined {
  const parts = text.replace(/\s+/gu, '').split(',').filter(Boolean);
  const sets = new Map<string, (readonly [bigint, bigint])[]>();
  for (const part of parts) {
    const added = mariadb(part) ?? mysql(part);
    if (added === undefined) return undefined;
    for (const [source, interval] of added) sets.set(source, [...(sets.get(source) ?? []), interval]);
  }
  return new Map([...sets].map(([source, intervals]) => [source, joined(intervals)]));
}

type Added = readonly (readonly [source: string, interval: readonly [bigint, bigint]])[];

/** `domain-server-number`. */
function mariadb(part: string): Added | undefined {
  const [, domain, number] = /^(\d+)-\d+-(\d+)$/u.exec(part) ?? [];
  return domain === undefined || number === undefined ? undefined : [[domain, [0n, BigInt(number)]]];
}

/** `uuid:interval:interval`, and since 8.3 `uuid:tag:interval`. */
function mysql(part: string): Added | undefined {
  const [uuid = '', ...rest] = part.toLowerCase().split(':');
  if (!/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u.test(uuid) || rest.length === 0) return undefined;
  const added: (readonly [string, readonly [bigint, bigint]])[] = [];
  let source = uuid;
  for (const word of rest) {
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/u.exec(word) ?? [];
    if (from !== undefined && to !== undefined) added.push([source, [BigInt(from), BigInt(to)]]);
    else if (/^[a-z_][\w]{0,31}$/u.test(word)) source = `${uuid}:${word}`;
    else return undefined;
  }
  return added;
}

/** Intervals that touch are one. */
function joined(intervals: readonly (readonly [bigint, bigint])[]): (readonly [bigint, bigint])[] {
  const sorted = [...intervals].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const result: (readonly [bigint, bigint])[] = [];
  for (const [from, to] of sorted) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1] + 1n) result[result.length - 1] = [last[0], to > last[1] ? to : last[1]];
    else result.push([from, to]);
  }
  return result;
}
