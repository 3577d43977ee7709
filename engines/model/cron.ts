import { Cron } from 'croner';

/** Short forms that Kubernetes knows. https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax */
const SHORT: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** One field as Kubernetes' parser takes it, which has no `L`, `W` and `#`. https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format */
const FIELD = /^(?:[\d*?]|[a-z]{3})[\da-z*?,/-]*$/iu;

/** A schedule that cannot be read; the message says what is wrong. */
export class BadSchedule extends Error {
  override readonly name = 'BadSchedule';
}

/** Checks a CronJob's schedule as the API server does, and gives its five fields. Throws {@link BadSchedule}. */
export function cronFields(schedule: string): string {
  const text = schedule.trim();
  if (/^(?:CRON_)?TZ=/u.test(text)) throw new BadSchedule('The time zone stands in «timeZone», not in the schedule.');
  const parts = (SHORT[text.toLowerCase()] ?? text).split(/\s+/u);
  if (parts.length !== 5 || !parts.every((part) => FIELD.test(part)))
    throw new BadSchedule(
      `«${text.slice(0, 60)}» is no schedule: five fields are wanted, like 0 3 * * * for 03:00 each day.`,
    );
  // Kubernetes knows Sunday as 0 only.
  if (/(?:^|[,-])7/u.test(parts[4] ?? '')) throw new BadSchedule('The day of the week is 0 (Sunday) to 6.');
  const fields = parts.map(stepped).join(' ');
  try {
    new Cron(fields, { paused: true, mode: '5-part', timezone: 'UTC' });
  } catch (error) {
    throw new BadSchedule(`«${text.slice(0, 60)}» is no schedule: ${(error as Error).message}`);
  }
  return fields;
}

/** Whether a name is a time zone that is known here. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[+-]/u.test(name);
  } catch {
    return false;
  }
}

/** The last value of each field. */
const LAST = [59, 23, 31, 12, 6] as const;

/** `5/10` is from 5 to the field's end for Kubernetes; croner wants the end. */
function stepped(field: string, index: number): string {
  return field.replaceAll(/(^|,)(\d+)\/(\d+)/gu, `$1$2-${String(LAST[index] ?? '')}/$3`);
}

/** A Monday; 400 days from here have two months of 31 days one after the other, and no leap day. */
const FROM = Date.UTC(2025, 5, 2);
const [HOUR, DAY] = [3_600_000, 86_400_000];
const SPAN = 400 * DAY;

/**
 * Seconds of the longest time between two runs of a schedule, by the clock of UTC; undefined where it runs once at most in 400 days. Throws {@link BadSchedule}.
 */
export function longestPause(schedule: string): number | undefined {
  const [minute = '', hour = '', ...day] = cronFields(schedule).split(/\s+/u);
  // Every hour that has runs has the same minutes, and every day the same times: so each is looked at once.
  const minutes = runs([minute, '*', '*', '*', '*'], HOUR);
  const times = runs(['0', hour, '*', '*', '*'], DAY).flatMap((at) => minutes.map((past) => at + past));
  const days = runs(['0', '0', ...day], SPAN);
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || days.length < 2) return undefined;
  return Math.max(pause(times), pause(days) - last + first) / 1_000;
}

/** Milliseconds after {@link FROM}. */
function runs(fields: readonly string[], span: number): number[] {
  const cron = new Cron(fields.join(' '), { paused: true, mode: '5-part', timezone: 'UTC' });
  const found: number[] = [];
  // The next run is always after the time that is given.
  for (let at = FROM - 1; ;) {
    const next = cron.nextRun(new Date(at))?.getTime();
    if (next === undefined || next - FROM >= span) return found;
    found.push(next - FROM);
    at = next;
  }
}

const pause = (sorted: readonly number[]): number =>
  sorted.reduce((longest, at, index) => Math.max(longest, at - (sorted[index - 1] ?? at)), 0);
