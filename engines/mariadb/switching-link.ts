/**
 * Prints how the member reaches its primary. No statement tells the password; the server keeps it in a file of its data directory, a value on each line, which the server's user may
 * read. https://github.com/MariaDB/server/blob/10.11/sql/rpl_mi.cc (init_master_info, flush_master_info)
 */
export const LINK: readonly string[] = [
  `directory="$(sql "$@" -e 'SELECT @@GLOBAL.datadir')" || exit 1`,
  'info="${directory%/}/master.info"',
  '[ -r "$info" ] || { echo "nothing says how the primary is reached: no $info that can be read" >&2; exit 1; }',
  // The first line is the number of lines.
  `lines="$(sed -n '1p' "$info")"; [ "$lines" -ge 22 ] 2>/dev/null || { echo "$info is not of a form that is known" >&2; exit 1; }`,
  `sed -n '5s/^/user=/p; 6s/^/password=/p; 9s/^/ssl=/p; 10s/^/ca=/p; 11s/^/capath=/p; 12s/^/cert=/p; 13s/^/cipher=/p; 14s/^/key=/p; 15s/^/verify=/p; 21s/^/crl=/p; 22s/^/crlpath=/p' "$info"`,
];

/**
 * Before statements that hold a password: neither the general log nor that of slow statements may have it, and a text means the same in every mode of SQL.
 * https://mariadb.com/kb/en/server-system-variables/#sql_log_off, https://mariadb.com/kb/en/server-system-variables/#slow_query_log
 */
export const UNLOGGED = "SET SESSION sql_log_off = 1; SET SESSION slow_query_log = 0; SET SESSION sql_mode = '';";

/**
 * Sets `$change` to the statement that makes a member follow `$HOST:$PORT`, by what {@link LINK} printed; how it is positioned comes after it. Nothing of it comes
 * onto a command line: `printf` is the shell's own. https://mariadb.com/kb/en/change-master-to/
 */
export const FOLLOW: readonly string[] = [
  String.raw`text() { printf "'%s'" "$(printf '%s\n' "$1" | sed 's/\\/\\\\/g' | sed "s/'/''/g")"; }`,
  'login=; options=; word=',
  'while IFS= read -r line; do',
  '  value="${line#*=}"',
  '  case "$line" in',
  '    user=?*) login=yes; options="$options, MASTER_USER = $(text "$value")" ;;',
  '    password=*) options="$options, MASTER_PASSWORD = $(text "$value")" ;;',
  '    ssl=[01]) options="$options, MASTER_SSL = $value" ;;',
  '    verify=[01]) options="$options, MASTER_SSL_VERIFY_SERVER_CERT = $value" ;;',
  '    ca=?*) word=CA ;; capath=?*) word=CAPATH ;; cert=?*) word=CERT ;; cipher=?*) word=CIPHER ;;',
  '    key=?*) word=KEY ;; crl=?*) word=CRL ;; crlpath=?*) word=CRLPATH ;;',
  '  esac',
  '  [ -z "$word" ] || options="$options, MASTER_SSL_$word = $(text "$value")"; word=',
  'done',
  '[ -n "$login" ] || { echo "nothing says how the primary is reached" >&2; exit 1; }',
  `change="CHANGE MASTER TO MASTER_HOST = '$HOST', MASTER_PORT = $PORT, MASTER_CONNECT_RETRY = 1$options"`,
];

/**
 * Ends where the one that it is told to follow does not know its last transaction: that one says so within moments of the first connection (1236). One that does not
 * answer yet is asked again by the server itself. https://mariadb.com/kb/en/gtid/#gtid_strict_mode, https://mariadb.com/kb/en/mariadb-error-code-reference/
 */
export const REFUSED: readonly string[] = [
  'for try in 1 2 3 4 5 6 7 8 9 10; do',
  '  status="$("$program" "$@" --vertical --connect-timeout=5 -e "SHOW ALL SLAVES STATUS")" || exit 1',
  '  case "$status" in',
  `    *"Last_IO_Errno: 1236"*) printf '%s\\n' "$status" | sed -n 's/^ *Last_IO_Error: *//p' >&2; echo "it has what the one that it is to follow never had, or lacks what is not kept there any more: it must be made anew" >&2; exit 1 ;;`,
  '    *"Slave_IO_Running: Yes"*) [ "$try" -lt 4 ] || break ;;',
  '  esac',
  '  sleep 0.2',
  'done',
];
