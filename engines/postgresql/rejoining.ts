import type { JobScript } from '../model/dump.ts';
import type { EngineContext } from '../model/engine.ts';
import type { RejoiningEngine } from '../model/rejoining.ts';
import { program, remote } from './dump-login.ts';
import { CONNINFO } from './rejoining-conninfo.ts';

const FIRST = [
  'umask 077; export LC_ALL=C',
  'kept="$DATA.plinth-$ID"',
  'why() { echo "why=$1"; exit 1; }',
  String.raw`fact() { printf '%s\n' "$FACTS" | sed -n "s/^$1=//p" | head -n 1; }`,
  `sql() { ${program('psql')} -XAtqw -v ON_ERROR_STOP=1 "$@"; }`,
];

/**
 * Whether the data may be touched at all, before anything is. A copy of all of it must have room, and as much again as a tenth for WAL.
 * https://www.postgresql.org/docs/current/app-pgcontroldata.html
 */
const LOOK = [
  `said() { ${program('pg_controldata')} "$DATA" | sed -n "s/^$1: *//p"; }`,
  'look() {',
  '  case "$DATA" in "$ROOT"/*) ;; *) why "its data lie at the root of the volume: nothing can be kept beside them" ;; esac',
  '  [ -s "$DATA/PG_VERSION" ] || why "there are no data of a PostgreSQL in $DATA"',
  '  [ -z "$(ls -A "$DATA/pg_tblspc" 2>/dev/null)" ] || why "it has tablespaces outside of its data directory"',
  '  [ ! -L "$DATA/pg_wal" ] || why "its WAL lies outside of its data directory"',
  '  [ "$(said "Database system identifier")" = "$(fact identity)" ] || why "its volume holds another database than the primary"',
  '  need="$(du -sk "$DATA" | cut -f 1)"; set -- $(df -Pk "$DATA" | tail -n 1); free="$4"',
  '  [ "$free" -gt $((need + need / 10)) ] || why "its old data want $((need + need / 10)) KiB beside them, and $free KiB are free on its volume"',
  '}',
  'primary() {',
  '  [ "$(sql -c "SELECT pg_is_in_recovery()")" = f ] || why "the primary does not let the Job in, or accepts no writes"',
  '  [ "$(sql -c "SELECT system_identifier FROM pg_control_system()")" = "$(fact identity)" ] || why "another database answers as the primary"',
  '}',
];

/** Whole, or not there: the name is given last. */
const KEEP = [
  'keep() {',
  '  [ ! -e "$kept" ] || return 0',
  '  rm -rf "$kept.part"; cp -a "$DATA" "$kept.part" || why "its old data could not be copied"',
  '  sync; mv "$kept.part" "$kept"; sync',
  '}',
];

/**
 * pg_rewind wants a target that was shut down in order: what crashed is recovered first by a server that lets nobody in, with settings of its own, for those of the member may be the reason why it
 * does not start. Before 13 pg_rewind does not do so itself. A rewind that was cut off ruins the directory (patroni#2302): it is noted before, and what is found so is made anew.
 * A checkpoint lets the primary's control file tell its new timeline. https://www.postgresql.org/docs/current/app-pgrewind.html
 */
const REWIND = [
  'rewind() {',
  '  [ ! -e "$kept/plinth.rewound" ] || return 0',
  '  [ ! -e "$kept/plinth.rewinding" ] || return 1',
  '  [ -s "$DATA/PG_VERSION" ] || return 1',
  '  rm -f "$DATA/postmaster.pid" "$DATA/standby.signal" "$DATA/recovery.signal"; : > "$DATA/postgresql.auto.conf"; : > "$kept.conf"',
  // Else the checkpoint at the end of the recovery removes the very WAL by which pg_rewind finds where the two parted.
  '  case "$(cat "$DATA/PG_VERSION")" in 9.*|10|11|12) room=wal_keep_segments=1000000 ;; *) room=wal_keep_size=16000000 ;; esac',
  // The control file keeps the settings of whoever ran last, and pg_rewind asks it for this one.
  '  hints="$(said "wal_log_hints setting")"; [ "$hints" = on ] || hints=off',
  '  case "$(said "Database cluster state")" in',
  '    "shut down"|"shut down in recovery") ;;',
  '    "in production"|"in crash recovery"|"shutting down")',
  `      ${program('postgres')} --single -F -D "$DATA" -c config_file="$kept.conf" -c archive_mode=off -c wal_log_hints="$hints" -c "$room" template1 < /dev/null >&2 || return 1 ;;`,
  '    *) return 1 ;;',
  '  esac',
  '  sql -c CHECKPOINT > /dev/null || return 1',
  `  ${program('pg_rewind')} --dry-run --target-pgdata="$DATA" --source-server=dbname=postgres >&2 || return 1`,
  '  : > "$kept/plinth.rewinding"; sync',
  `  ${program('pg_rewind')} --target-pgdata="$DATA" --source-server=dbname=postgres >&2 || return 1`,
  '  sync; : > "$kept/plinth.rewound"; sync',
  '}',
];

/** https://www.postgresql.org/docs/current/app-pgbasebackup.html */
const COPY = [
  'copy() {',
  '  rm -rf "$DATA" "$DATA.plinth-new"',
  `  ${program('pg_basebackup')} -D "$DATA.plinth-new" -X stream -c fast --no-password --label=plinth >&2 || why "the primary does not let itself be copied: see the log of this Job"`,
  '  mv "$DATA.plinth-new" "$DATA"',
  '}',
];

/** Slots that it had keep WAL for nobody; those of the primary are not its own. https://www.postgresql.org/docs/current/warm-standby.html#STANDBY-SERVER-OPERATION */
const STANDBY = [
  'standby() {',
  '  write_link',
  '  rm -rf "$DATA"/pg_replslot/* "$DATA/recovery.signal" "$DATA/postmaster.pid"',
  '  chmod 700 "$DATA"; sync',
  '  : > "$DATA/standby.signal"; sync',
  '}',
];

const rejoin = (context: EngineContext): JobScript =>
  remote(
    context,
    ...FIRST,
    ...LOOK,
    ...KEEP,
    ...REWIND,
    ...COPY,
    ...CONNINFO,
    ...STANDBY,
    'if [ -e "$kept/plinth.how" ]; then cat "$kept/plinth.how"; exit 0; fi',
    '[ -e "$kept" ] || look',
    'primary',
    'keep',
    'if rewind; then how=rewound; standby',
    'elif [ "$CLONES" = yes ]; then how=emptied; rm -rf "$DATA"',
    'else how=copied; copy; standby; fi',
    'rm -f "$kept.conf"; sync',
    `printf 'how=%s\\nkept=%s\\n' "$how" "$kept" > "$kept/plinth.how.part"`,
    'sync; mv "$kept/plinth.how.part" "$kept/plinth.how"; sync',
    'cat "$kept/plinth.how"',
  );

const putBack = (context: EngineContext): JobScript =>
  remote(
    context,
    ...FIRST,
    'if [ -d "$kept" ]; then',
    '  if [ -s "$kept/plinth.slot" ]; then',
    '    slot="$(cat "$kept/plinth.slot")"',
    `    sql -c "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '$slot' AND NOT active" > /dev/null || why "the slot $slot on the primary could not be removed"`,
    '  fi',
    // Cut off anywhere from here on, the data count as ruined: whoever goes on makes them anew.
    '  : > "$kept/plinth.rewinding"; sync; rm -f "$kept/plinth.how" "$kept/plinth.rewound"; sync',
    '  rm -rf "$DATA" "$DATA.plinth-new"; sync; rm -f "$kept"/plinth.*; mv "$kept" "$DATA"',
    'fi',
    'rm -rf "$kept.part" "$kept.conf"; sync',
    'echo back=yes',
  );

/** How an old primary of PostgreSQL, or a standby that lost its way, follows again. */
export const rejoining: RejoiningEngine = {
  engine: 'postgresql',
  words:
    'The data of {member} are copied beside themselves in its volume; then pg_rewind takes back what only {member} has. Where that cannot be, {member} is copied from the primary anew.',
  rejoin,
  putBack,
  kept: 'the data directory’s name with .plinth-{id} behind it',
  source: 'https://www.postgresql.org/docs/current/app-pgrewind.html',
};
