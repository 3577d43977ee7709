import type { EngineContext } from '../model/engine.ts';
import { NO_LOGIN, type RestFacts, type StoppingEngine } from '../model/stopping.ts';
import type { Flavour } from './flavour.ts';
import { reachOf } from './live.ts';

/** INFO's answer in `$info`, within `$limit` where that is set; an error comes with exit code 0. */
export const SAID = [
  'info="$($limit "$program" "$@" INFO | tr -d \'\\r\')"',
  'case "$info" in *redis_version:*) ;; *) echo "the server does not answer INFO" >&2; exit 1 ;; esac',
  'field() { printf "%s\\n" "$info" | sed -n "s/^$1://p" | head -n 1; }',
  'sum() { printf "%s\\n" "$info" | sed -n "s/^db[0-9]*:.*$1=\\([0-9]*\\).*/\\1/p" | awk "{ n += \\$1 } END { print n + 0 }"; }',
];

/** Keys of all databases, those of them that end by themselves, and what was loaded at the start (Redis ≥ 7). https://redis.io/docs/latest/commands/info/ */
const FACTS = [
  'echo "version=$(field redis_version)"',
  'echo "history=$(field master_replid)"',
  'if [ "$(field role)" = slave ]; then echo role=replica; echo "position=$(field slave_repl_offset)"; else echo role=primary; echo "position=$(field master_repl_offset)"; fi',
  '[ "$(field loading)" = 0 ] || { echo "it is still loading its data" >&2; exit 1; }',
  'echo "keys=$(sum keys)"',
  'echo "expires=$(sum expires)"',
  'echo "changes=$(field rdb_changes_since_last_save) since $(field rdb_last_save_time)"',
  'loaded="$(field rdb_last_load_keys_loaded)"; [ -z "$loaded" ] || echo "loaded=$((loaded + $(field rdb_last_load_keys_expired)))"',
];

/** How Redis or Valkey is stopped and known again. */
export function stoppingOf(flavour: Flavour): StoppingEngine {
  const local = (context: EngineContext, ...lines: readonly string[]): string =>
    [...(reachOf(context, flavour) ?? ["echo 'its port is not in sight' >&2; exit 1"]), ...lines].join('\n');
  return {
    engine: flavour.id,
    busy: (context) =>
      local(
        context,
        ...SAID,
        '[ "$(field loading)" = 0 ] || echo "busy=it is still loading its data"',
        '[ "$(field master_failover_state)" = no-failover ] || [ -z "$(field master_failover_state)" ] || echo "busy=a failover runs"',
      ),
    // Replicas are of their own type, and stay. https://redis.io/docs/latest/commands/client-kill/
    endSessions: (context) =>
      local(
        context,
        'for type in normal pubsub; do said="$("$program" "$@" CLIENT KILL TYPE $type SKIPME yes)"; case "$said" in *ERR*|*NOPERM*) echo "$said" >&2; exit 1 ;; esac; done',
      ),
    // https://redis.io/docs/latest/commands/save/ A snapshot that runs is waited for.
    flush: (context) =>
      local(
        context,
        'for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do said="$("$program" "$@" SAVE)"; case "$said" in *OK*) exit 0 ;; *progress*) sleep 3 ;; *) break ;; esac; done',
        'echo "SAVE: $said" >&2; exit 1',
      ),
    facts: (context) => local(context, ...SAID, ...FACTS),
    // Sentinels and pings move the offset; changes of keys are counted by themselves.
    isStill: (before, now) => now['changes'] !== undefined && before['changes'] === now['changes'],
    lost,
    behind: ({ position: wanted }, { position: has }) => {
      if (wanted === undefined || has === undefined) return 'its offset is not known';
      const bytes = Number(wanted) - Number(has);
      return bytes > 0 ? `it lacks ${String(bytes)} bytes of the replication stream` : undefined;
    },
    canary: (context) =>
      local(
        context,
        'if [ -n "$HOST" ]; then shift 4; set -- -h "$HOST" -p "$PORT" "$@"; fi',
        'said="$("$program" "$@" SET "$NAME" "$NAME" EX 60)"',
        `case "$said" in OK) ;; *NOAUTH*|*WRONGPASS*) echo "$said" >&2; exit ${NO_LOGIN} ;; *) echo "SET: $said" >&2; exit 1 ;; esac`,
        'read="$("$program" "$@" GET "$NAME")"',
        '"$program" "$@" DEL "$NAME" >/dev/null',
        '[ "$read" = "$NAME" ]',
      ),
    source: flavour.pages.persistence,
  };
}

/**
 * While nobody could write, the keys are the same but for those whose time was over: the snapshot's count with those that were over at the load, or what is held now, less
 * at most those that end by themselves.
 */
function lost(was: RestFacts, is: RestFacts): string | undefined {
  const [keys, expires] = [Number(was['keys'] ?? NaN), Number(was['expires'] ?? 0)];
  const held = Number(is['keys'] ?? NaN);
  if (Number.isNaN(keys) || Number.isNaN(held)) return 'its keys were not counted';
  if (Number(is['loaded'] ?? NaN) === keys || (held <= keys && held >= keys - expires)) return undefined;
  return `it holds ${String(held)} keys, and held ${String(keys)}, of which ${String(expires)} end by themselves`;
}
