/**
 * Writes into postgresql.auto.conf whom it follows, and lets the server read it back. What another member's link says comes by standard input; of a word that stands
 * twice libpq takes the last, so host and port are put behind it; hostaddr would go before host. Its application_name stays its own. Not by ALTER SYSTEM: a server that
 * logs statements would log a password. Needs what `SERVER` sets.
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING, https://www.postgresql.org/docs/current/config-setting.html#CONFIG-SETTING-NAMES-VALUES,
 * https://www.postgresql.org/docs/current/view-pg-file-settings.html
 */
export const FOLLOW = [
  // Without what an earlier run put behind it: it would grow each time, and of more than 1023 bytes the end is lost (MAXCONNINFO in replication/walreceiver.h).
  String.raw`link="$(sed "s/ hostaddr='' host=[^ ']* port=[0-9]*\( application_name=[^ ']*\)\{0,1\}$//")"`,
  'case "$link" in *=*) ;; *) echo "nothing says how the primary is reached" >&2; exit 1 ;; esac',
  `[ "$(sql -c "SELECT source FROM pg_settings WHERE name = 'primary_conninfo'")" != "command line" ] || { echo "primary_conninfo stands on its command line" >&2; exit 1; }`,
  String.raw`name="$(sql -c "SHOW primary_conninfo" | sed -n "s/.*application_name=\([^ ']*\).*/\1/p")"`,
  'case "$link$name" in *application_name*) name="${name:-$(uname -n)}" ;; esac',
  `wanted="$link hostaddr='' host=$HOST port=$PORT\${name:+ application_name=$name}"`,
  '[ "${#wanted}" -le 1023 ] || { echo "primary_conninfo would be longer than 1023 bytes" >&2; exit 1; }',
  String.raw`value="$(printf '%s' "$wanted" | sed "s/[\\\\]/\\\\\\\\/g; s/'/''/g")"`,
  'conf="$data/postgresql.auto.conf" new="$data/postgresql.auto.conf.plinth"',
  'old="$(umask)"; umask 077; rm -f "$new"; cp -p "$conf" "$new" || exit 1; umask "$old"',
  `{ grep -v '^[[:space:]]*primary_conninfo[[:space:]]*=' "$conf" || [ $? = 1 ]; } > "$new" || exit 1`,
  String.raw`printf "primary_conninfo = '%s'\n" "$value" >> "$new" && keep "$new" && mv "$new" "$conf" && keep "$data" || exit 1`,
  `[ "$(sql -c "SELECT setting FROM pg_file_settings WHERE name = 'primary_conninfo' ORDER BY seqno DESC LIMIT 1")" = "$wanted" ] || { echo "$conf does not say what was written" >&2; exit 1; }`,
];
