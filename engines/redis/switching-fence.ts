import { LOGIN } from './switching-link.ts';
import { FENCED } from './switching-facts.ts';

const MILLION = String(FENCED);

/**
 * The fence's settings. `usual` sets `$min`, `$max` and `$ping` to what they are without it. A lag of 0 turns min-replicas off: it is one of its own.
 */
export const FENCE_SETTINGS = [
  'min="$(conf min_replicas_to_write)" max="$(conf min_replicas_max_lag)" ping="$(conf repl_ping_replica_period)"',
  'case "$min.$max.$ping" in *[!0-9.]*|.*|*.|*..*) echo "it does not tell its settings" >&2; exit 1 ;; esac',
  `is_fenced() { [ "$(conf min_replicas_to_write)" -ge ${MILLION} ]; }`,
  `usual() { [ "$min" -lt ${MILLION} ] || min=$((min - ${MILLION})); [ "$max" -lt ${MILLION} ] || max=0; [ "$ping" -lt ${MILLION} ] || ping=$((ping - ${MILLION})); }`,
];

/** Milliseconds for which writes that come all the same are held up: as long as a switchover may take. */
const PAUSE = '60000';

/** Seconds without a word after which a replica counts as stuck. They speak once a second. https://redis.io/docs/latest/operate/oss_and_stack/management/replication/ */
const SILENT = '3';

/**
 * It wants more replicas than anybody has: every write is refused, those of scripts as well from 7.0 on, also after a restart, while its stream to the replicas goes on.
 * Then it is kept still: without pings, expiry and eviction (which stay away while writes are paused) its offset does not move any more, and the others need not load
 * everything anew. What only keeps it still is not in the file.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/replication/#allow-writes-only-with-n-attached-replicas, https://github.com/redis/redis/pull/10160,
 * https://redis.io/docs/latest/commands/client-pause/
 */
export const FENCE = [
  'if [ "$(field role)" = slave ]; then [ "$(conf replica_read_only)" = yes ] && exit 0; echo "it is a replica that accepts writes" >&2; exit 1; fi',
  // The file must be writable before anything changes.
  'is_fenced || echo CONFIG REWRITE | tell "$@" || exit 1',
  `is_fenced || printf '%s\\n' "$info" | grep -qE '^slave[0-9]+:.*state=online.*,lag=[0-${SILENT}]$' || { echo "no replica has said anything for ${SILENT} s: $(printf '%s\\n' "$info" | grep '^slave[0-9]' | tr '\\n' ' ')" >&2; exit 1; }`,
  ...LOGIN,
  'old="$min $max"; usual',
  `limit_of="$max"; [ "$max" -gt 0 ] || limit_of=${MILLION}`,
  `tell "$@" <<PLINTH || { is_fenced || echo "CONFIG SET min-replicas-to-write \${old% *} min-replicas-max-lag \${old#* }" | tell "$@"; exit 1; }
MULTI
CONFIG SET min-replicas-to-write $((min + ${MILLION})) min-replicas-max-lag $limit_of repl-ping-replica-period $ping
CONFIG REWRITE
CONFIG SET repl-ping-replica-period $((ping + ${MILLION}))
CLIENT PAUSE ${PAUSE} WRITE
EXEC
CLIENT KILL TYPE normal SKIPME yes
CLIENT KILL TYPE pubsub SKIPME yes
PLINTH`,
];

/** As it was. Its history is the same, and its replicas never left. */
export const UNFENCE = [
  '[ "$(field role)" = master ] || { echo "it follows $(field master_host)" >&2; exit 1; }',
  'usual',
  'tell "$@" <<PLINTH || exit 1\nMULTI\nCONFIG SET min-replicas-to-write $min min-replicas-max-lag $max repl-ping-replica-period $ping\nCONFIG REWRITE\nEXEC\nCLIENT UNPAUSE\nPLINTH',
];
