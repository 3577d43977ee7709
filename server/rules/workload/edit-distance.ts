/** The greatest number of changed letters that is still taken for a slip of the keyboard. */
const GREATEST_SLIP = 2;
/** In a shorter word two changed letters make another word: `dev` and `prd` are no typo of each other. */
const SHORTEST_WORD = 4;

/** How many letters must be added, dropped, replaced or swapped with their neighbour to come from `a` to `b`. */
export function editDistance(a: string, b: string): number {
  const rows = a.length + 1;
  const columns = b.length + 1;
  const table: number[][] = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, column) => (row === 0 ? column : column === 0 ? row : 0)),
  );
  const cell = (row: number, column: number): number => table[row]?.[column] ?? 0;
  for (let row = 1; row < rows; row += 1) {
    for (let column = 1; column < columns; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let least = Math.min(
        cell(row - 1, column) + 1,
        cell(row, column - 1) + 1,
        cell(row - 1, column - 1) + (same ? 0 : 1),
      );
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwap) least = Math.min(least, cell(row - 2, column - 2) + 1);
      (table[row] ?? [])[column] = least;
    }
  }
  return cell(a.length, b.length);
}

/**
 * True where `written` is most likely a slip for `meant`: at most two letters apart, in words long enough to tell. Names that
 * differ in a number or in a short part (`db-0` and `db-1`, `pg-a` and `pg-b`, `dev` and `prd`) are names of different things.
 */
export function isTypo(written: string, meant: string): boolean {
  if (written === meant || Math.abs(written.length - meant.length) > GREATEST_SLIP) return false;
  if (written.replace(/\d+/gu, '#') === meant.replace(/\d+/gu, '#')) return false;
  const differing = differingParts(written, meant);
  if (differing === undefined) return joined(written) === joined(meant) || isSlip(joined(written), joined(meant));
  return differing.every(([a, b]) => isSlip(a, b));
}

function joined(name: string): string {
  return name.replace(/[-_.]/gu, '');
}

function isSlip(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < SHORTEST_WORD) return false;
  const distance = editDistance(a.toLowerCase(), b.toLowerCase());
  // A whole word at the end (`pod` and `pods`) is a slip; two letters in a word of four are not.
  return distance <= (Math.min(a.length, b.length) < 6 ? 1 : GREATEST_SLIP);
}

/** The parts between dashes in which two names differ; undefined where they have different numbers of parts. */
function differingParts(a: string, b: string): [string, string][] | undefined {
  const left = a.split(/[-_.]/u);
  const right = b.split(/[-_.]/u);
  if (left.length !== right.length) return undefined;
  return left.flatMap((part, index) => {
    const other = right[index] ?? '';
    return part === other ? [] : [[part, other] as [string, string]];
  });
}
