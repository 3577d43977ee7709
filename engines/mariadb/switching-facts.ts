import { administratorOf } from '../mysql-family/dump-client.ts';
import { sqlText } from '../mysql-family/dump-login.ts';
import { semisyncFacts } from '../mysql-family/membership.ts';
import type { EngineContext } from '../model/engine.ts';
import { quote } from '../probes/quote.ts';
import { roleFile } from './role-file.ts';

/**
 * What a member says of itself, from 10.5 on. When a transaction began stands in the system's time. From 10.11 on SUPER no longer passes read_only; `read_only` is a word from 12.1 on.
 * https://mariadb.com/kb/en/server-system-variables/#read_only, https://mariadb.com/kb/en/grant/#global-privileges, https://mariadb.com/kb/en/information-schema-innodb_trx-table/
 */
function statements(context: EngineContext): string {
  const administrator = sqlText(administratorOf(context.container));
  return `SET SESSION time_zone = 'SYSTEM';
SELECT CONCAT('version=', VERSION());
SELECT CONCAT('identity=', @@GLOBAL.server_id);
SELECT CONCAT('writable=', IF(CONCAT(@@GLOBAL.read_only) IN ('0', 'OFF'), 'yes', 'no'));
SELECT CONCAT('position=', @@GLOBAL.gtid_current_pos);
SELECT CONCAT('known=', CONCAT_WS(',', NULLIF(@@GLOBAL.gtid_binlog_state, ''), NULLIF(@@GLOBAL.gtid_slave_pos, '')));
${semisyncFacts('information_schema.GLOBAL_VARIABLES')}
SELECT CONCAT('strict=', @@GLOBAL.gtid_strict_mode + 0);
SELECT CONCAT('log=', @@GLOBAL.log_bin + 0, ' ', @@GLOBAL.log_slave_updates + 0);
SELECT CONCAT('longest=', COALESCE(MAX(TIMESTAMPDIFF(SECOND, t.trx_started, NOW())), 0)) FROM information_schema.INNODB_TRX t JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id WHERE p.USER <> 'system user';
SELECT CONCAT('passing=', COALESCE(GROUP_CONCAT(DISTINCT REPLACE(GRANTEE, '''', '') SEPARATOR ' '), '')) FROM information_schema.USER_PRIVILEGES WHERE (REPLACE(PRIVILEGE_TYPE, '_', ' ') = 'READ ONLY ADMIN' OR PRIVILEGE_TYPE = 'SUPER' AND SUBSTRING_INDEX(VERSION(), '.', 1) * 100 + SUBSTRING_INDEX(SUBSTRING_INDEX(VERSION(), '.', 2), '.', -1) < 1011) AND SUBSTRING_INDEX(REPLACE(GRANTEE, '''', ''), '@', 1) NOT IN ('mysql', 'mariadb.sys', ${administrator});
SELECT CONCAT('remote=', COUNT(*)) FROM information_schema.PROCESSLIST WHERE USER = ${administrator} AND COMMAND NOT LIKE 'Binlog Dump%' AND HOST NOT REGEXP '^(localhost|127[.0-9]+|::1)(:[0-9]+)?$';
SELECT CONCAT('events=', COUNT(*)) FROM information_schema.EVENTS WHERE STATUS = 'ENABLED' AND @@GLOBAL.event_scheduler = 'ON' AND SUBSTRING_INDEX(DEFINER, '@', 1) = ${administrator};`;
}

/** No table holds it before 11.6. https://mariadb.com/kb/en/show-replica-status/ */
const REPLICA = String.raw`replica="$("$program" "$@" --vertical --connect-timeout=5 -e 'SHOW ALL SLAVES STATUS')" || exit 1
if [ -z "$replica" ]; then echo role=primary; else
  echo role=replica
  channels=0; name=; host=; port=; source=; io=; applies=; received=; ioerror=; sqlerror=; using=; delay=; seconds=
  while IFS= read -r line; do
    case "$line" in
      *" Connection_name:"*) channels=$((channels + 1)); name="${'$'}{line#*:}"; name="${'$'}{name# }" ;;
      *" Master_Host: "*) host="${'$'}{line#*: }" ;;
      *" Master_Port: "*) port="${'$'}{line#*: }" ;;
      *" Master_Server_Id: "*) source="${'$'}{line#*: }" ;;
      *" Slave_IO_Running: "*) io="${'$'}{line#*: }" ;;
      *" Slave_SQL_Running: "*) applies="${'$'}{line#*: }" ;;
      *" Last_IO_Errno: "*) ioerror="${'$'}{line#*: }" ;;
      *" Last_SQL_Errno: "*) sqlerror="${'$'}{line#*: }" ;;
      *" Using_Gtid: "*) using="${'$'}{line#*: }" ;;
      *" Gtid_IO_Pos: "*) received="${'$'}{line#*: }" ;;
      *" SQL_Delay: "*) delay="${'$'}{line#*: }" ;;
      *" Seconds_Behind_Master: "*) seconds="${'$'}{line#*: }" ;;
    esac
  done <<PLINTH
$replica
PLINTH
  streaming=no; [ "$io $applies" != 'Yes Yes' ] || streaming=yes
  auto=0; case "$using" in Slave_Pos|Current_Pos) auto=1 ;; esac
  printf '%s\n' "channels=$channels" "connection=$name" "upstream=$host:$port" "source=$source" "streaming=$streaming" "errors=$ioerror $sqlerror" "auto=$auto" "received=$received" "delay=$delay"
  [ -z "$seconds" ] || [ "$seconds" = NULL ] || echo "seconds=$seconds"
fi`;

/**
 * How its option files and arguments make it start: `starts=ro` or `rw`; where that cannot be told, nothing. A statement's read_only is gone then. Where a file tells the primary's
 * start, an argument is what that has led to. `lasting=yes`: it is read-only after its next start.
 * https://mariadb.com/kb/en/mariadbd-options/#-print-defaults
 */
const STARTS = String.raw`starts=; set -f
own="$(tr '\0' '\n' < "/proc/$(cat "$(sql "$@" -e 'SELECT @@GLOBAL.pid_file')" 2>/dev/null || echo 1)/cmdline" 2>/dev/null)"
files="$(printf '%s\n' "$own" | grep -e '^--defaults-' -e '^--no-defaults$')"
server="$(command -v mariadbd || command -v mysqld || command -v /opt/bitnami/mariadb/sbin/mariadbd)"
if [ -n "$own" ] && given="$("$server" $files --print-defaults 2>/dev/null)"; then
  starts=rw
  [ -z "$file" ] || own=
  for word in $given $own; do
    case "$word" in
      --read[_-]only=0|--read[_-]only=[Oo][Ff][Ff]|--read[_-]only=[Ff][Aa][Ll][Ss][Ee]|--skip[_-]read[_-]only|--disable[_-]read[_-]only) starts=rw ;;
      --read[_-]only|--read[_-]only=*) starts=ro ;;
    esac
  done
  echo "starts=$starts"
fi
set +f
[ -z "$file" ] || echo "file=$file"
lasting=no; if [ "$starts" = ro ] && ! { [ -n "$file" ] && [ -e "$file" ]; }; then lasting=yes; fi
echo "lasting=$lasting"`;

/** Lines of the shell that print them all; `$file` is the file by which the set's start tells its primary. */
export function factLines(context: EngineContext): readonly string[] {
  return [
    `file=${quote(roleFile(context) ?? '')}`,
    `sql "$@" <<'PLINTH' || exit 1\n${statements(context)}\nPLINTH`,
    REPLICA,
    STARTS,
  ];
}
