import { valueOf } from '../configuration/environment.ts';
import { findProgram } from '../live/script.ts';
import type { EngineContext } from '../model/engine.ts';
import { NO_LOGIN, type RestFacts, type StoppingEngine } from '../model/stopping.ts';
import { quote } from '../probes/quote.ts';
import { holdsAll } from './gtid.ts';
import { surroundings } from './live.ts';

/** What differs between MySQL and MariaDB. */
export interface StoppingTraits {
  readonly engine: 'mysql' | 'mariadb';
  readonly clients: readonly string[];
  readonly passwords: readonly string[];
  /** SQL that prints `identity=` where there is one, `role=`, and `position=` where there is a set of GTIDs. */
  readonly facts: string;
  /** Lines of the shell that tell more; `"$program" "$@"` is the client. */
  readonly more?: readonly string[];
  /** SQL that prints `busy=` while a backup holds its lock. */
  readonly busy: string;
  readonly source: string;
}

const CLIENT = '"$program" "$@" --batch --skip-column-names --raw --connect-timeout=5 --default-character-set=utf8mb4';

/** Threads of clients: not replicas, not the server's own. https://dev.mysql.com/doc/refman/8.4/en/thread-commands.html */
const OTHERS = `FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND COMMAND NOT IN ('Binlog Dump', 'Binlog Dump GTID', 'Daemon') AND COMMAND NOT LIKE 'Slave%' AND COMMAND NOT LIKE 'Replica%' AND USER NOT IN ('system user', 'event_scheduler')`;

/** How MySQL or MariaDB is stopped and known again. */
export function stoppingOf({
  engine,
  clients,
  passwords,
  facts,
  more = [],
  busy,
  source,
}: StoppingTraits): StoppingEngine {
  const local = (context: EngineContext, ...lines: readonly string[]): string =>
    [...surroundings(context, passwords), findProgram(...clients), ...lines].join('\n');
  const asked = (context: EngineContext, sql: string): string => local(context, `${CLIENT} <<'PLINTH'\n${sql}\nPLINTH`);
  return {
    engine,
    // Its output has one row for each transaction. https://dev.mysql.com/doc/refman/8.4/en/xa-statements.html
    busy: (context) =>
      local(
        context,
        `prepared="$(${CLIENT} -e 'XA RECOVER' | wc -l)" || exit 1`,
        '[ "$prepared" -eq 0 ] || echo "busy=$((prepared)) prepared XA transactions wait for their commit"',
        `${CLIENT} <<'PLINTH'\n${busy}\nPLINTH`,
      ),
    // The list is taken first: a client that reads it while it grows would find, and end, itself. A thread that has ended meanwhile is no failure.
    endSessions: (context) =>
      local(
        context,
        // Twice, for what came in between. Probes and sidecars log in again and again: whether anyone still writes is seen by the position.
        'for try in 1 2; do',
        `  kills="$(${CLIENT} -e "SELECT CONCAT('KILL ', ID, ';') ${OTHERS}")" || exit 1`,
        `  [ -z "$kills" ] || printf '%s\\n' "$kills" | ${CLIENT} --force 2>/dev/null || :`,
        '  sleep 1',
        'done',
      ),
    // https://dev.mysql.com/doc/refman/8.4/en/flush.html
    flush: (context) => asked(context, 'FLUSH NO_WRITE_TO_BINLOG ENGINE LOGS;'),
    facts: (context) =>
      local(
        context,
        `${CLIENT} <<'PLINTH' || exit 1\nSELECT CONCAT('version=', VERSION());\n${facts}\nPLINTH`,
        ...more,
      ),
    // Without GTIDs or a binary log nothing says whether it writes; its sessions were ended.
    isStill: (before, now) => before['position'] === now['position'],
    lost,
    behind: (primary, replica) => {
      const [has, wanted] = [replica['position'], primary['position']];
      const holds = has === undefined || wanted === undefined ? undefined : holdsAll(has, wanted);
      if (holds === undefined) return 'whether it has all transactions is not known: it has no GTIDs';
      return holds ? undefined : `it lacks transactions: it has ${has ?? ''}, and the primary ${wanted ?? ''}`;
    },
    canary: (context) =>
      [
        ...surroundings(context, passwords),
        `[ -z "$HOST" ] || set -- --host="$HOST" --port="$PORT" --protocol=TCP --user=${quote(valueOf(context.container, 'MARIADB_ROOT_USER', 'MYSQL_ROOT_USER') ?? 'root')}`,
        findProgram(...clients),
        `write() { ${CLIENT} -e "DROP DATABASE IF EXISTS $NAME; CREATE DATABASE $NAME; CREATE TABLE $NAME.told (word VARCHAR(64) PRIMARY KEY) ENGINE=InnoDB; INSERT INTO $NAME.told VALUES ('$NAME')"; }`,
        // 1045, 1130, 1698: access denied, host not allowed. https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
        `said="$(write "$@" 2>&1)" || { printf '%s\\n' "$said" >&2; case "$said" in *'ERROR 1045'*|*'ERROR 1130'*|*'ERROR 1698'*) exit ${NO_LOGIN} ;; esac; exit 1; }`,
        `read="$(${CLIENT} -e "SELECT word FROM $NAME.told")"; code=$?`,
        `${CLIENT} -e "DROP DATABASE IF EXISTS $NAME" || exit 1`,
        '[ $code = 0 ] && [ "$read" = "$NAME" ]',
      ].join('\n'),
    source,
  };
}

function lost(was: RestFacts, is: RestFacts): string | undefined {
  if (was['identity'] !== undefined && was['identity'] !== is['identity'])
    return `its server_uuid is ${is['identity'] ?? 'unknown'}, and was ${was['identity']}`;
  const wanted = was['position'];
  if (wanted === undefined) return undefined;
  const has = is['position'];
  const holds = has === undefined ? undefined : holdsAll(has, wanted);
  if (holds === undefined) return `its transactions (${has ?? 'unknown'}) cannot be compared with ${wanted}`;
  return holds ? undefined : `it has the transactions ${has ?? ''}, and had ${wanted}`;
}
