/** One measured value and what it must not exceed. */
export interface Figure {
  readonly what: string;
  /** Undefined where it could not be measured; then `why` says so. */
  readonly value: number | undefined;
  readonly unit: 'ms' | 'MB';
  readonly goal?: number;
  readonly why?: string;
}

/** A table for the terminal. */
export function table(figures: readonly Figure[]): string {
  const cell = (value: number | undefined): string => (value === undefined ? '–' : String(Math.round(value * 10) / 10));
  const rows = figures.map(({ what, value, unit, goal, why }) => [
    what,
    value === undefined ? (why ?? 'not measured') : `${cell(value)} ${unit}`,
    goal === undefined ? '' : `≤ ${cell(goal)} ${unit}`,
    value === undefined || goal === undefined ? '' : value <= goal ? 'holds' : 'MISSED',
  ]);
  const all = [['', 'measured', 'goal', ''], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)))
      .join('  ');
  return all.map((row) => line(row).trimEnd()).join('\n');
}

/** The middle one of several runs. */
export function median(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  return known[Math.floor((known.length - 1) / 2)];
}
