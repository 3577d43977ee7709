import { program } from './dump-login.ts';

/**
 * Counts in the WAL of a member on which no server runs the commits after the last record that `$FACTS` say was replayed. pg_waldump reads until nothing valid comes, where recovery would end,
 * too; that it complains of that end is no failure. A segment that is not there while the position lies within it was removed: then nothing can be told.
 * https://www.postgresql.org/docs/current/pgwaldump.html, https://www.postgresql.org/docs/current/app-pgcontroldata.html
 */
export const LOST: readonly string[] = [
  String.raw`fact() { printf '%s\n' "$FACTS" | sed -n "s/^$1=//p" | head -n 1; }`,
  'unknown() { echo "why=$1"; exit 1; }',
  `control="$(LC_ALL=C ${program('pg_controldata')} "$DATA")" || unknown "its control file cannot be read"`,
  String.raw`said() { printf '%s\n' "$control" | sed -n "s/^$1: *//p"; }`,
  '[ "$(said "Database system identifier")" = "$(fact identity)" ] || unknown "its volume holds another database"',
  'case "$(said "Database cluster state")" in "in archive recovery"|"shut down in recovery") unknown "it was a standby itself when it ended" ;; esac',
  `timeline="$(said "Latest checkpoint's TimeLineID")"; from="$(fact replayed)"; size="$(said "Bytes per WAL segment")"`,
  'case "$from" in */*) ;; *) unknown "the candidate’s position is not known" ;; esac',
  '[ "$timeline" -ge "$(fact history)" ] 2>/dev/null || unknown "it is on an older timeline than the candidate"',
  'bytes() { echo $(( (0x${1%/*} << 32) + 0x${1#*/} )); }',
  'start="$(bytes "$from")"',
  `segment="$(printf '%08X%08X%08X' "$timeline" $((start / 0x100000000)) $((start % 0x100000000 / size)))"`,
  'if [ ! -e "$DATA/pg_wal/$segment" ]; then',
  '  [ $((start % size)) = 0 ] || unknown "$segment is not there any more"',
  '  echo transactions=0; echo bytes=0; exit 0',
  'fi',
  `read_wal() { LC_ALL=C TZ=UTC ${program('pg_waldump')} --path="$DATA/pg_wal" --timeline="$timeline" --start="$from" "$@"; }`,
  'end="$(read_wal 2>&1 > /dev/null | tail -n 1)"',
  'case "$end" in *"could not find a valid record"*|*"error in WAL record"*|*"could not find file"*) ;; *) unknown "its WAL cannot be read: $end" ;; esac',
  `commits="$(read_wal --rmgr=Transaction 2> /dev/null | sed -n 's/.*, desc: COMMIT[_A-Z]* \\(.*\\)/\\1/p')"`,
  `last="$(read_wal 2> /dev/null | tail -n 1)"`,
  String.raw`lsn="$(printf '%s\n' "$last" | sed -n 's/.* lsn: \([0-9A-F]*\/[0-9A-F]*\),.*/\1/p')"`,
  String.raw`length="$(printf '%s\n' "$last" | sed -n 's/.*len (rec\/tot): *[0-9]*\/ *\([0-9]*\),.*/\1/p')"`,
  `if [ -n "$commits" ]; then echo "transactions=$(printf '%s\\n' "$commits" | wc -l | tr -d ' ')"; else echo transactions=0; fi`,
  'if [ -n "$lsn" ]; then echo "bytes=$(( $(bytes "$lsn") + length - start ))"; else echo bytes=0; fi',
  String.raw`[ -z "$commits" ] || printf '%s\n' "$commits" | tail -n 1 | sed -n 's/.*\([0-9]\{4\}-[0-9][0-9]-[0-9][0-9] [0-9:.]* UTC\).*/last=\1/p'`,
];
