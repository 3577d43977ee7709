import { counted } from '../inventory/databases/words.ts';
import type { IndexedBackup } from './manifest.ts';

/** Which backups of one database stay. A rule that is not given keeps nothing; with none at all everything stays. Times are in UTC. */
export interface Retention {
  /** So many of the newest. */
  readonly last?: number;
  /** The newest of each of so many days, weeks (from Monday) and months that have one. */
  readonly daily?: number;
  readonly weekly?: number;
  readonly monthly?: number;
  /** All that are younger than so many days. */
  readonly days?: number;
}

/** What becomes of one backup, and by which rule. */
export interface Verdict {
  readonly id: string;
  readonly stays: boolean;
  /** In plain words: «one of the last 3», «the newest of 2026-11-22». Never empty. */
  readonly why: readonly string[];
}

const DAY = 24 * 60 * 60 * 1000;

/** When a backup was begun, by its id: also a partial one has that. Undefined for an id that tells no time. */
export function begun(id: string): number | undefined {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)z-/u.exec(id) ?? [];
  if (s === undefined) return undefined;
  const time = Date.parse(`${y ?? ''}-${mo ?? ''}-${d ?? ''}T${h ?? ''}:${mi ?? ''}:${s}Z`);
  return Number.isNaN(time) ? undefined : time;
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
const month = (time: number): string => new Date(time).toISOString().slice(0, 7);
/** 1 January 1970 was a Thursday. */
const week = (time: number): string => `the week of ${day((Math.floor((time / DAY + 3) / 7) * 7 - 3) * DAY)}`;

/** What a verdict hangs on. */
type Judged = Pick<IndexedBackup, 'id' | 'state'>;

interface Timed {
  readonly backup: Judged;
  readonly time: number;
}

/** The newest of each of `count` periods. */
function* ofPeriods(newestFirst: readonly Timed[], count: number, period: (time: number) => string) {
  const seen = new Set<string>();
  for (const { backup, time } of newestFirst) {
    const name = period(time);
    if (seen.has(name)) continue;
    if (seen.size >= count) return;
    seen.add(name);
    yield [backup.id, `the newest of ${name}`] as const;
  }
}

/** What each rule keeps. */
function* keptBy(rules: Retention, newestFirst: readonly Timed[], now: number): Generator<readonly [string, string]> {
  const { last = 0, daily = 0, weekly = 0, monthly = 0, days } = rules;
  for (const { backup } of newestFirst.slice(0, last))
    yield [backup.id, last === 1 ? 'the last one' : `one of the last ${last}`];
  yield* ofPeriods(newestFirst, daily, day);
  yield* ofPeriods(newestFirst, weekly, week);
  yield* ofPeriods(newestFirst, monthly, month);
  if (days === undefined) return;
  for (const { backup, time } of newestFirst)
    if (now - time < days * DAY) yield [backup.id, `younger than ${counted(days, 'day')}`];
}

/**
 * Says of each backup of one database whether it stays, in the order given; it is the preview too. The rules count whole backups that no restore test found
 * bad. The newest verified one always stays (R22), and so does the newest that is whole; a partial one stays for a day, for it may be one that is being made; what failed its restore test or is
 * partial goes after a day, where there are rules. Backups whose time is in the future, or unknown, stay.
 */
export function retained(backups: readonly Judged[], rules: Retention, now: number): readonly Verdict[] {
  const why = new Map<string, string[]>(backups.map(({ id }) => [id, []]));
  const keep = (id: string, reason: string): unknown => why.get(id)?.push(reason);
  const timed = backups.flatMap((backup): Timed[] => {
    const time = begun(backup.id);
    if (time === undefined || time > now) keep(backup.id, 'its time is unknown or in the future');
    return time === undefined ? [] : [{ backup, time }];
  });
  const newestFirst = timed.sort((a, b) => b.time - a.time || (a.backup.id < b.backup.id ? 1 : -1));
  const whole = newestFirst.filter(({ backup }) => backup.state === 'verified' || backup.state === 'unverified');
  for (const [id, reason] of keptBy(rules, whole, now)) keep(id, reason);
  const verified = newestFirst.find(({ backup }) => backup.state === 'verified');
  if (verified !== undefined) keep(verified.backup.id, 'the last verified one');
  const [newest] = whole;
  // Where backups have failed for long, those that are left grow old.
  if (newest !== undefined && newest !== verified) keep(newest.backup.id, 'the last complete one');
  for (const { backup, time } of newestFirst)
    if ((backup.state === 'partial' || backup.state === 'failed') && now - time < DAY)
      keep(backup.id, `${backup.state}, and younger than a day`);
  const anyRule = Object.values(rules).some((rule) => rule !== undefined);
  return backups.map(({ id, state }) => {
    const reasons = why.get(id) ?? [];
    if (reasons.length > 0) return { id, stays: true, why: reasons };
    if (!anyRule) return { id, stays: true, why: ['there is no rule'] };
    const bad = state === 'partial' || state === 'failed';
    return { id, stays: false, why: [bad ? `${state}, and older than a day` : 'no rule keeps it'] };
  });
}
