/**
 * Shell functions that write on a member without a server whom it follows: into postgresql.auto.conf, with the login that the primary has there from when it followed itself, else with the
 * member's own. Values stay quoted as they stand in the file. Of a word that stands twice libpq takes the last; hostaddr would go before host. No value is printed.
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING, https://www.postgresql.org/docs/current/config-setting.html#CONFIG-SETTING-NAMES-VALUES
 */
export const CONNINFO = [
  String.raw`setting() { sed -n "s/^[[:space:]]*$1[[:space:]]*=[[:space:]]*'\(.*\)'[[:space:]]*$/\1/p" "$2" 2>/dev/null | tail -n 1; }`,
  String.raw`word() { printf '%s\n' "$2" | sed -n "s/.*$1=\([^ ']*\).*/\1/p"; }`,
  'write_link() {',
  '  conf="$DATA/postgresql.auto.conf"; old="$kept/postgresql.auto.conf"',
  // What the primary has there says how it is followed; a program that copied it may have written another one.
  '  sql -c "SELECT pg_read_file(\'postgresql.auto.conf\')" > "$conf.plinth" || why "the settings of the primary cannot be read"',
  '  link="$(setting primary_conninfo "$conf.plinth")"; [ -n "$link" ] || link="$(setting primary_conninfo "$old")"',
  '  if [ -z "$link" ] && [ "$(fact conninfo_from)" = default ]; then why "nothing says how the primary is reached and logged in to"; fi',
  // What an earlier run or a change of roles has put behind it.
  String.raw`  link="$(printf '%s\n' "$link" | sed "s/ hostaddr='''' host=[^ ']* port=[0-9]*\( application_name=[^ ']*\)\{0,1\}$//")"`,
  '  name="$(word application_name "$(setting primary_conninfo "$old")")"',
  '  case "$link$name" in *application_name*) name="${name:-$MEMBER}" ;; esac',
  `  case "$(word host "$link"):$(word port "$link")" in`,
  `    "$FOLLOW_HOST:"|"$FOLLOW_HOST:$FOLLOW_PORT") ;;`,
  `    *) [ -z "$link" ] || link="$link hostaddr='''' host=$FOLLOW_HOST port=$FOLLOW_PORT" ;;`,
  '  esac',
  '  [ -z "$link" ] || link="$link${name:+ application_name=$name}"',
  '  [ "${#link}" -le 1023 ] || why "primary_conninfo would be longer than 1023 bytes"',
  '  slot="$(setting primary_slot_name "$old")"; theirs="$(setting primary_slot_name "$conf.plinth")"',
  // With the slot of another member it would hold that one up.
  `  if [ -n "$theirs" ] && { [ -z "$slot" ] || [ "$slot" = "$theirs" ]; }; then slot="$(printf %s "$MEMBER" | tr -c 'a-z0-9_' _)"; fi`,
  `  { grep -Ev '^[[:space:]]*(primary_conninfo|primary_slot_name)[[:space:]]*=' "$conf.plinth" || [ $? = 1 ]; } > "$conf.new"`,
  `  [ -z "$link" ] || printf "primary_conninfo = '%s'\\n" "$link" >> "$conf.new"`,
  `  [ -z "$slot" ] || printf "primary_slot_name = '%s'\\n" "$slot" >> "$conf.new"`,
  '  rm -f "$conf.plinth"; mv "$conf.new" "$conf"',
  '  if [ -n "$slot" ]; then',
  `    case "$slot" in *[!a-z0-9_]*) why "its slot's name cannot be read" ;; esac`,
  `    if [ "$(sql -c "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '$slot'")" = 0 ]; then`,
  // Noted first: whoever goes back removes what is noted.
  '      printf %s "$slot" > "$kept/plinth.slot"; sync',
  `      sql -c "SELECT pg_create_physical_replication_slot('$slot', true)" > /dev/null || why "its replication slot cannot be made on the primary"`,
  '    fi',
  '  fi',
  '}',
];
