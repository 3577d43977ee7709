import { UnreadableAnswer } from '../model/live.ts';

/** A row by its column names; what is NULL or empty is not there. */
export type Row = ReadonlyMap<string, string>;

/** What the batch mode of the client printed, by the names that {@link section} gave. */
export class Tables {
  readonly #sections = new Map<string, Row[]>();

  /** Reads tab-separated tables; throws {@link UnreadableAnswer} where not a single section is there. */
  constructor(output: string) {
    let rows: Row[] | undefined;
    let columns: readonly string[] | undefined;
    for (const line of output.split('\n')) {
      const name = /^plinth:(\w+)$/u.exec(line)?.[1];
      if (name !== undefined) {
        // Printed twice, as the column's name and as its value.
        this.#sections.set(name, (rows = []));
        columns = undefined;
      } else if (line !== '' && rows !== undefined) {
        const cells = line.split('\t').map(unescape);
        if (columns === undefined) columns = cells;
        else rows.push(rowOf(columns, cells));
      }
    }
    if (this.#sections.size === 0) {
      throw new UnreadableAnswer(`the client printed no answer (${output.length} characters)`);
    }
  }

  /** A section's rows; none where its statement failed or the server does not know it. */
  rows(name: string): readonly Row[] {
    return this.#sections.get(name) ?? [];
  }

  /** Two columns, a name and a value, as `SHOW VARIABLES` prints them; names in lower case. */
  pairs(name: string): Row {
    return new Map(
      this.rows(name).flatMap((row) => {
        const [key, value] = [row.get('Variable_name'), row.get('Value')];
        return key === undefined || value === undefined ? [] : [[key.toLowerCase(), value] as const];
      }),
    );
  }
}

function rowOf(columns: readonly string[], cells: readonly string[]): Row {
  return new Map(
    columns.flatMap((column, index) => {
      const cell = cells[index];
      return cell === undefined || cell === '' || cell === 'NULL' ? [] : [[column, cell] as const];
    }),
  );
}

/** Batch mode writes newline, tab, NUL and backslash as `\n`, `\t`, `\0`, `\\`: https://dev.mysql.com/doc/refman/8.4/en/mysql-command-options.html#option_mysql_batch */
function unescape(cell: string): string {
  return cell.replace(/\\([nt0\\])/gu, (_whole, code: string) => ({ n: '\n', t: '\t', 0: '\0' })[code] ?? '\\');
}

/** A statement whose result stands under a name. A failure is its own only: the client goes on (`--force`). */
export function section(name: string, statement: string): string {
  return `SELECT 'plinth:${name}';\n${statement};\n`;
}
