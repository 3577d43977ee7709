import type { LiveBackup, LiveDatabase, LiveMember, LiveStorage } from '../core/inventory/model.ts';

/** What nobody could measure or say. */
export const UNKNOWN = '?';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Bytes for people: `12.3 GiB`. */
export function bytes(number: number | undefined): string {
  if (number === undefined) return UNKNOWN;
  const power = number < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(number) / 10));
  const value = number / 2 ** (10 * power);
  return `${power === 0 || value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${UNITS[power] ?? ''}`;
}

/** How long ago something was: `40 s ago`, `3 h ago`. */
export function ago(at: number, now: number): string {
  return `${span(Math.max(0, now - at) / 1000)} ago`;
}

/** A length of time: `40 s`, `12 min`, `3 h`, `2 d`. */
export function span(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}

/** How far a replica is behind; a primary is behind nobody. */
export function lagOf({ role, lag }: LiveMember): string {
  if (role === 'primary') return '–';
  const parts = [
    ...(lag?.bytes === undefined ? [] : [bytes(lag.bytes)]),
    ...(lag?.seconds === undefined ? [] : [span(lag.seconds)]),
  ];
  if (parts.length > 0) return parts.join(', ');
  return role === 'replica' || role === 'unknown' ? UNKNOWN : '–';
}

/** Used space of size: `12 GiB of 50 GiB, 24 %`. Both unknown where nothing says. */
export function spaceOf(storage: readonly LiveStorage[]): string {
  if (storage.length === 0) return '';
  const used = sum(storage.map((one) => one.used));
  const size = sum(storage.map((one) => one.capacity ?? sizeBySpace(one)));
  const share = used === undefined || size === undefined || size === 0 ? '' : `, ${Math.round((used / size) * 100)} %`;
  return `${bytes(used)} of ${bytes(size)}${share}`;
}

/** What holds the data of a database, of one member where it is named. */
export function dataOf({ storage }: LiveDatabase, member?: string): readonly LiveStorage[] {
  return storage.filter((one) => one.data && (member === undefined || one.members.includes(member)));
}

function sizeBySpace({ used, available }: LiveStorage): number | undefined {
  return used === undefined || available === undefined ? undefined : used + available;
}

function sum(numbers: readonly (number | undefined)[]): number | undefined {
  let whole = 0;
  for (const number of numbers) {
    if (number === undefined) return undefined;
    whole += number;
  }
  return whole;
}

/** The last backup that was seen, and a failure since. */
export function lastBackup(backups: readonly LiveBackup[], seesJobs: boolean, now: number): string {
  const last = latest(backups.map(({ lastSuccess }) => lastSuccess));
  const failed = latest(backups.filter(({ result }) => result === 'failed').map((backup) => backup.last));
  const isRunning = backups.some(({ result }) => result === 'running');
  const failure = failed !== undefined && failed > (last ?? 0) ? `failed ${ago(failed, now)}` : undefined;
  if (failure !== undefined) return last === undefined ? failure : `${ago(last, now)}, ${failure}`;
  if (last !== undefined) return ago(last, now);
  if (isRunning) return 'running';
  if (backups.length > 0) return UNKNOWN;
  return seesJobs ? 'none seen' : UNKNOWN;
}

function latest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
