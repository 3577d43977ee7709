/** A cell: its text, and how it is painted once its width is known. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/** A row of cells, or a line of its own below a row. */
export type Line = readonly Cell[] | string;

const GAP = '  ';

/** Lays cells out in columns as wide as their widest text; trailing blanks are cut. Lines of their own stay as they are. */
export function layOut(lines: readonly Line[]): string {
  const widths: number[] = [];
  for (const line of lines) {
    if (typeof line === 'string') continue;
    for (const [column, { text }] of line.entries()) widths[column] = Math.max(widths[column] ?? 0, text.length);
  }
  return lines
    .map((line) => {
      if (typeof line === 'string') return line;
      const last = line.findLastIndex(({ text }) => text !== '');
      return line
        .slice(0, last + 1)
        .map(({ text, paint }, column) => {
          const blanks = column === last ? '' : ' '.repeat((widths[column] ?? 0) - text.length);
          return `${paint ? paint(text) : text}${blanks}`;
        })
        .join(GAP);
    })
    .join('\n');
}
