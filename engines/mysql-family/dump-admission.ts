import { findProgram } from '../live/script.ts';
import type { Admission } from '../model/dump-login.ts';
import type { EngineContext } from '../model/engine.ts';
import { quote } from '../probes/quote.ts';
import { ASK, administratorOf } from './dump-client.ts';
import { rootIsLocal, sqlText, type LoginTraits } from './dump-login.ts';
import { surroundings } from './live.ts';

/**
 * How a new instance whose root may log in from its own container only lets a load in. The image's variable would do it too, but it would stand in the workload for good; an
 * account that is made over the socket goes again.
 */
export function admissionOf(
  { clients, passwords }: Pick<LoginTraits, 'clients' | 'passwords'>,
  context: EngineContext,
): Admission | undefined {
  if (!rootIsLocal(context)) return undefined;
  const root = administratorOf(context.container);
  const account = `'${root.replaceAll("'", "''")}'@'%'`;
  const begun = [...surroundings(context, passwords), findProgram(...clients)];
  const lines = (...more: readonly string[]): string => [...begun, ...more].join('\n');
  const say = (statement: string): string => `printf '%s\\n' ${quote(`${statement};`)}`;
  const put = (...statements: readonly string[]): string =>
    `said="$({ ${[...MODE.map(say), ...statements].join('; ')}; } | ${ASK} 2>&1)" && exit 0`;
  return {
    account: `${root}@'%'`,
    look: lines(
      `${ASK} <<'PLINTH'`,
      "SELECT IF(@@GLOBAL.skip_networking, 'reached=no', 'reached=yes');",
      `SELECT IF(COUNT(*) > 0, 'admitted=yes', 'admitted=no') FROM mysql.user WHERE User = ${sqlText(root)} AND Host = '%';`,
      'PLINTH',
    ),
    open: lines(
      // The password comes into the statement within the shell: on no command line, in no file.
      `word="$(printf '%s' "\${MYSQL_PWD:-}" | sed -e 's/\\\\/\\\\\\\\/g' -e "s/'/''/g")"`,
      put(
        `printf '%s%s%s\\n' ${quote(`CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '`)} "$word" ${quote("';")}`,
        say(`GRANT ALL ON *.* TO ${account} WITH GRANT OPTION`),
      ),
      ...NUMBER,
    ),
    close: lines(put(say(`DROP USER IF EXISTS ${account}`)), ...NUMBER),
    source: 'https://dev.mysql.com/doc/refman/8.4/en/create-user.html',
  };
}

/** Quotes and backslashes mean what they usually do; nothing goes into a binary log. */
const MODE: readonly string[] = ['SET SESSION sql_log_bin = 0', "SET SESSION sql_mode = ''"];

/** A complaint about a statement may quote it: only its number is told. */
const NUMBER: readonly string[] = [
  `printf '%s\\n' "$said" | sed -n 's/^\\(ERROR [0-9][0-9]* ([0-9A-Z]*)\\).*/\\1/p' >&2`,
  'exit 1',
];
