const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago a moment was: `just now`, `12 min ago`, `3 h ago`, `5 days ago`. Both in milliseconds since 1970. */
export function ago(then: number, now: number): string {
  const passed = now - then;
  if (passed < MINUTE) return 'just now';
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`;
  if (passed < 2 * DAY) return `${Math.floor(passed / HOUR)} h ago`;
  return `${Math.floor(passed / DAY)} days ago`;
}

/** The same to the second, for what is read once and does not stay on the screen. */
export function agoInSeconds(then: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - then) / 1000));
  return seconds < 60 ? `${seconds} s ago` : ago(then, now);
}

/** A moment to the second in Coordinated Universal Time: `2026-11-22 17:06:04 UTC`. */
export const moment = (then: number): string =>
  new Date(then)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');

/** Seconds as people read them: `0.3 s`, `12 s`, `4 min`, `3 h`. */
export function duration(seconds: number): string {
  if (seconds >= 7200) return `${Math.round(seconds / 3600)} h`;
  if (seconds >= 120) return `${Math.round(seconds / 60)} min`;
  return seconds >= 10 || Number.isInteger(seconds) ? `${Math.round(seconds)} s` : `${seconds.toFixed(1)} s`;
}
