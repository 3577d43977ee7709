import { counted } from '../../inventory/databases/words.ts';
import type { Manifest } from '../../backups/manifest.ts';
import { fingerprint, type Query } from '../backup/query.ts';

/** What a restored server said, held against what was counted when it was backed up. */
export interface Judged {
  readonly outcome: 'verified' | 'failed';
  /** What was found in plain words; a fault begins with FAULT. */
  readonly findings: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

type Told = Pick<Manifest, 'counts' | 'countsAfter' | 'countLimits' | 'from' | 'to' | 'query'>;

/** A query that was put to the restored server, and what a person says that it must answer. */
export interface Asked {
  readonly query: Query;
  readonly expect: string | undefined;
}

/**
 * Reads what an engine's check says, and compares its counts with the manifest's. Where it was counted before and after the dump, everything between the two is
 * right: others wrote meanwhile. A manifest without the second count claims to be exact.
 */
export function judge(said: string, manifest: Told, asked?: Asked): Judged {
  const findings: string[] = [];
  const counts: Record<string, number> = {};
  for (const line of said.split('\n')) {
    const [, verdict, words = ''] = /^(ok|bad) (.*)$/u.exec(line) ?? [];
    if (verdict !== undefined) findings.push(verdict === 'ok' ? words : `FAULT: ${words}`);
    const [, name, count] = /^count\.([\w.-]+)=(\d+)$/u.exec(line) ?? [];
    if (name !== undefined) counts[name] = Number(count);
  }
  if (findings.length === 0 && Object.keys(counts).length === 0) findings.push('FAULT: the check said nothing');
  const wanted = Object.keys(manifest.counts);
  if (wanted.length === 0) findings.push('Nothing was counted when it was backed up: counts were not compared');
  for (const name of wanted) findings.push(compared(name, counts[name], manifest));
  if (asked !== undefined) findings.push(answered(/^query=([0-9a-f]{64})$/mu.exec(said)?.[1], asked, manifest));
  const isSound = findings.every((one) => !one.startsWith('FAULT'));
  return { outcome: isSound ? 'verified' : 'failed', findings, counts };
}

/**
 * One count in words, with FAULT before it where it cannot be right. A count may rise and fall back while a dump is made: what is outside of the two counts is
 * wrong where nobody wrote meanwhile, and where the server says that less was added or removed. Where it says nothing about that, only nothing at all is surely wrong.
 */
function compared(
  name: string,
  found: number | undefined,
  { counts, countsAfter, countLimits, from, to }: Told,
): string {
  const before = counts[name] ?? 0;
  const after = (countsAfter ?? counts)[name];
  if (after === undefined)
    return `${name} were not counted after the dump: ${found ?? 'unknown'} here, ${before} before it`;
  const there = before === after ? `${before}` : `from ${before} to ${after}`;
  const were = before === 1 && after === 1 ? 'was' : 'were';
  if (found === undefined) return `FAULT: ${name} could not be counted; there ${were} ${there}`;
  const [low, high] = [Math.min(before, after), Math.max(before, after)];
  if (found >= low && found <= high)
    return before === after
      ? `${words(found, name)}, as when it was backed up`
      : `${words(found, name)}, within ${there}`;
  const isMoving = from !== undefined && to !== undefined && from !== to;
  const [least, most] = countLimits?.[name] ?? (isMoving ? [1, Infinity] : [low, high]);
  if (found < least || found > most || (found === 0 && low > 0))
    return `FAULT: ${words(found, name)}, and ${there} while it was backed up`;
  return `${words(found, name)}; there ${were} ${there} right before and after, and others added and removed some meanwhile`;
}

/** `1 table`, `2 tables`: what is counted is named in the plural. */
const words = (found: number, name: string): string => counted(found, name.replace(/s$/u, ''), name);

/** What a query's answer says, by fingerprints: the answer may be data. */
function answered(found: string | undefined, { query, expect }: Asked, { query: source }: Told): string {
  const isSame = source?.text === query.text && (source.database ?? '') === (query.database ?? '');
  const { before, after } = isSame ? source : {};
  if (found === undefined) {
    const isFault = expect !== undefined || before !== undefined;
    return `${isFault ? 'FAULT: ' : ''}the query was not answered${before === undefined ? '' : ', and the source did answer it'}`;
  }
  if (expect !== undefined)
    return fingerprint(expect) === found
      ? 'the query answers what was expected'
      : 'FAULT: the query answers something else than was expected';
  if (before === undefined || after === undefined)
    return 'the query was answered; the source was not asked the same around the dump, and nothing was compared';
  if (found === before || found === after) return 'the query answers what the source answered';
  return before === after
    ? 'FAULT: the query answers something else than the source did, right before and right after the dump'
    : 'the query’s answer changed while it was backed up, and was not compared';
}
