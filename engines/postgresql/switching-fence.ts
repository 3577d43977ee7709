import { END } from './switching-server.ts';

/** The name of the restore point that is written once the next start as a standby is on the disk. */
const MARK = 'plinth fenced';

/** Tenths of a second in which a standby that lives has confirmed a few bytes, and in which a server that nobody holds up has ended. */
const CONFIRMED = 30;
const ENDED_WITHIN = 150;

/**
 * Writes the mark to the WAL and to the disk without waiting for a synchronous standby, then waits until all who stream have confirmed it; prints the processes of those
 * from whom nothing at all came meanwhile, not even an earlier position. pg_stat_get_wal_senders() is asked, for a view would stay the same within a transaction.
 * https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-BACKUP, https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-REPLICATION-VIEW
 */
const MARKING = String.raw`SET synchronous_commit = local;
SELECT coalesce(string_agg(pid || '@' || coalesce(reply_time::text, ''), ','), '') AS before FROM pg_stat_get_wal_senders() \gset
SELECT txid_current() AS xid, pg_create_restore_point('${MARK}') AS mark \gset
SELECT set_config('plinth.mark', :'mark', false) AS mark \gset
DO $$ BEGIN FOR try IN 1..${String(CONFIRMED * 2)} LOOP
EXIT WHEN NOT EXISTS (SELECT FROM pg_stat_get_wal_senders() WHERE state IN ('streaming', 'catchup') AND flush_lsn < current_setting('plinth.mark')::pg_lsn);
PERFORM pg_sleep(0.05);
END LOOP; END $$;
SELECT pid FROM pg_stat_get_wal_senders() WHERE state IN ('streaming', 'catchup') AND flush_lsn < :'mark'::pg_lsn AND (pid || '@' || coalesce(reply_time::text, '')) = ANY (string_to_array(:'before', ','));`;

/**
 * Its next start is as a standby; then it ends in order. A standby that is frozen would hold that up until wal_sender_timeout: its connection is ended. Needs what `SERVER` and
 * `FOLLOW` set. The container ends with the server, and the script with it, where that is its first process.
 * https://www.postgresql.org/docs/current/runtime-config-wal.html#RUNTIME-CONFIG-WAL-ARCHIVE-RECOVERY, «standby.signal»;
 * https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-WAL-SENDER-TIMEOUT
 */
export const FENCE = [
  // With the owner and the mode of its neighbour, whoever runs this.
  'cp -p "$data/PG_VERSION" "$data/standby.signal" && : > "$data/standby.signal" && keep "$data/standby.signal" "$data" || exit 1',
  `frozen="$(sql -f - <<'PLINTH'\n${MARKING}\nPLINTH\n)" || { rm -f "$data/standby.signal"; exit 1; }`,
  END,
  '[ -z "$frozen" ] || { echo "not waited for, as nothing came from it: $(echo $frozen)" >&2; kill -TERM $frozen; }',
  `for try in $(seq ${String(ENDED_WITHIN)}); do [ "$(head -n 1 "$data/postmaster.pid" 2>/dev/null)" = "$pid" ] || exit 0; sleep 0.1; done`,
  String.raw`said="$(for one in $(grep -lE "^PPid:[[:space:]]+$pid$" /proc/[0-9]*/status 2>/dev/null); do tr '\0' ' ' < "$(dirname "$one")/cmdline"; echo; done 2>/dev/null)"`,
  `echo "its server has not ended within ${String(ENDED_WITHIN / 10)} s; it waits for: $(echo $said)" >&2`,
];

/**
 * It was not promoted for this: it would get a timeline of its own, and the others would have to follow there. Started without the signal it goes on where it ended, on
 * the timeline on which the others are.
 */
export const UNFENCE = ['rm -f "$data/standby.signal" && keep "$data" || exit 1', `[ "$recovering" = f ] || ${END}`];

/**
 * On the candidate, by the WAL that it has: after the mark, by which the next start as a standby was on the disk, the shutdown checkpoint is the last record. Nothing is
 * written after it. One without the mark was somebody else's stop: such a server starts as a primary again. The program is the server's own, of its version; where it is
 * missing nothing is said. https://www.postgresql.org/docs/current/pgwaldump.html
 */
export const HAS_ENDED = [
  'dump="$(dirname "$(readlink -f "/proc/$pid/exe")")/pg_waldump"',
  '[ -x "$dump" ] || exit 0',
  'case "$FROM" in *[!0-9A-Fa-f/]*|"") exit 0 ;; esac',
  'case "$HISTORY" in *[!0-9]*|"") exit 0 ;; esac',
  `last="$("$dump" --path="$data/pg_wal" --timeline="$HISTORY" --start="$FROM" 2>/dev/null | sed -n '/RESTORE_POINT ${MARK}/,$p' | tail -n 1)"`,
  `lsn="$(printf '%s\\n' "$last" | sed -n 's/.*lsn: \\([0-9A-F]*\\/[0-9A-F]*\\),.*CHECKPOINT_SHUTDOWN.*/\\1/p')"`,
  '[ -n "$lsn" ] || { echo ended=no; exit 0; }',
  `[ "$(sql -c "SELECT pg_last_wal_replay_lsn() > '$lsn'")" = t ] && echo ended=yes || echo ended=no`,
];
