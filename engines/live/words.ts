const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Bytes for people: `1.5 GiB`. */
export function size(bytes: number): string {
  const power = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${UNITS[power] ?? 'bytes'}`;
}

/** A time (seconds since 1970) for people, in UTC: `2026-11-22 12:40 UTC`. */
export function clock(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/**
 * A server's error text without what may be data or a secret: a statement at its end goes, and all from the first quote to the last, for
 * MySQL and MariaDB put rows and statements between quotes and do not escape the quotes in them.
 */
export function withoutQuotes(text: string): string {
  return text
    .replace(/[.,]?\s*(?:Default database|Query):[^]*$/u, '')
    .replace(/(?<=\w)'(?=\w)/gu, '’')
    .replace(/['"`][^]*['"`]/u, '«…»')
    .replace(/['"`][^]*$/u, '«…»')
    .trim();
}
