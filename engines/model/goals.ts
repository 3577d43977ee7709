/** How old the last backup of a database may be, on its workload: `24h`. */
export const RPO_ANNOTATION = 'plinth.dev/rpo';

/** How long it may take to have a database back, on its workload: `1h`. */
export const RTO_ANNOTATION = 'plinth.dev/rto';

/** What {@link durationSeconds} takes, for messages. */
export const DURATION_FORM = 'whole numbers with s, m, h or d, as in 15m, 1h30m or 24h';

const UNIT: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/** Seconds of a duration such as `15m`, `1h30m` or `7d`: larger units first, each once. Undefined for all else, and for none at all (`0s`). */
export function durationSeconds(text: string): number | undefined {
  const parts = /^(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,9})s)?$/u.exec(text.trim());
  if (parts === null) return undefined;
  const seconds = Object.values(UNIT).reduce((sum, unit, index) => sum + unit * Number(parts[index + 1] ?? 0), 0);
  return seconds === 0 ? undefined : seconds;
}

/** Seconds in the same form: `1h30m`. */
export function durationText(seconds: number): string {
  let rest = Math.round(seconds);
  let text = '';
  for (const [letter, unit] of Object.entries(UNIT)) {
    // Until two days, hours say more: `24h`, `36h`.
    if (letter === 'd' && rest < 2 * unit) continue;
    const count = Math.floor(rest / unit);
    if (count > 0) text += `${String(count)}${letter}`;
    rest -= count * unit;
  }
  return text === '' ? '0s' : text;
}
