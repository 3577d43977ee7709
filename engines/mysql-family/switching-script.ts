import { findProgram } from '../live/script.ts';
import type { EngineContext } from '../model/engine.ts';
import { administratorOf } from './dump-client.ts';
import { sqlText } from './dump-login.ts';
import { surroundings } from './live.ts';

/** By what members of MySQL or MariaDB are reached while they change roles. */
export interface Reach {
  readonly clients: readonly string[];
  readonly passwords: readonly string[];
}

/** A script in the server's own container. `sql` is its client as the administrator: `"$@"` is how the server is reached, statements come by standard input. */
export const localOf =
  ({ clients, passwords }: Reach) =>
  (context: EngineContext, ...lines: readonly string[]): string =>
    [
      ...surroundings(context, passwords),
      findProgram(...clients),
      'sql() { "$program" "$@" --batch --skip-column-names --raw --connect-timeout=5 --default-character-set=utf8mb4; }',
      ...lines,
    ].join('\n');

/** Runs these statements; ends the script where one fails. */
export const run = (statements: string): string => `sql "$@" <<'PLINTH' || exit 1\n${statements}\nPLINTH`;

/** `$HOST` and `$PORT` stand in statements. An address of IPv6 is written without brackets there. */
export const CHECK_HOST = String.raw`HOST="${'$'}{HOST#\[}"; HOST="${'$'}{HOST%\]}"
case "$HOST" in *[!A-Za-z0-9.:_-]*|"") echo "no host to follow" >&2; exit 1 ;; esac
case "$PORT" in *[!0-9]*|"") echo "no port to follow" >&2; exit 1 ;; esac`;

/**
 * Defines `end_sessions`, which ends the sessions of clients: not of replicas, not the server's own, not the administrator's. The list is taken first, for a session that ends
 * meanwhile is no failure. https://dev.mysql.com/doc/refman/8.4/en/thread-commands.html
 */
export function endSessions(context: EngineContext): string {
  const administrator = sqlText(administratorOf(context.container));
  const others = `FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND COMMAND NOT IN ('Binlog Dump', 'Binlog Dump GTID', 'Daemon') AND COMMAND NOT LIKE 'Slave%' AND COMMAND NOT LIKE 'Replica%' AND USER NOT IN ('system user', 'event_scheduler', ${administrator})`;
  return [
    'end_sessions() {',
    `  kills="$(sql "$@" -e "SELECT CONCAT('KILL ', ID, ';') ${others}")" || return 1`,
    `  [ -z "$kills" ] || printf '%s\\n' "$kills" | sql "$@" --force 2>/dev/null || :`,
    '}',
  ].join('\n');
}

/** Waits until the position does not change any more: what was under way when the server became read-only has ended. Looks twenty times, 0.15 s apart. */
export const waitUntilStill = (position: string): string =>
  [
    'was=; still=; for try in $(seq 20); do',
    `  is="$(sql "$@" -e "${position}")" || exit 1`,
    '  [ "$try" = 1 ] || [ "$is" != "$was" ] || { still=yes; break; }',
    '  was="$is"; sleep 0.15',
    'done',
    '[ -n "$still" ] || { echo "it is read-only, and somebody writes all the same" >&2; exit 1; }',
  ].join('\n');
