import type { RestFacts } from '../model/stopping.ts';
import type { Gap } from '../model/switching.ts';

/** What a fence adds to a setting: by it one sees that it is there, and what the setting was before, also after a restart. Nobody has so many replicas. */
export const FENCED = 1_000_000;

/**
 * What a member says of itself, by what `SERVER` has read. `kept`: its configuration file gives it the role and the fence that it has now. `lasts` is for volumes.
 * https://redis.io/docs/latest/commands/info/, https://redis.io/docs/latest/commands/config-rewrite/
 */
export const FACTS = [
  'file="$(field config_file)"',
  'min="$(conf min_replicas_to_write)" max="$(conf min_replicas_max_lag)"',
  'echo "version=$(field redis_version)"; echo "mode=$(field redis_mode)"',
  'echo "history=$(field master_replid)"; echo "failover=$(field master_failover_state)"; echo "loading=$(field loading)"',
  'if [ "$(field role)" = slave ]; then',
  '  echo role=replica; echo "position=$(field slave_repl_offset)"; echo "streaming=$(field master_link_status)"; echo "upstream=$(field master_host):$(field master_port)"',
  '  if [ "$(conf replica_read_only)" = yes ]; then echo writable=no; else echo writable=yes; fi',
  'else',
  '  echo role=primary; echo "position=$(field master_repl_offset)"',
  // As the server itself judges. https://redis.io/docs/latest/operate/oss_and_stack/management/replication/#allow-writes-only-with-n-attached-replicas
  '  if [ "${min:-0}" -gt 0 ] && [ "${max:-0}" -gt 0 ] && [ "$(field min_slaves_good_slaves)" -lt "$min" ]; then echo writable=no; else echo writable=yes; fi',
  'fi',
  '[ -z "$min$max" ] || { echo "min=$min"; echo "max=$max"; echo "readonly=$(conf replica_read_only)"; echo "priority=$(conf replica_priority)"; }',
  'if [ "$(conf appendonly)" = yes ] || [ -n "$(conf save)" ]; then echo persists=yes; elif [ -n "$min" ]; then echo persists=no; fi',
  'echo "saves=$(field rdb_last_bgsave_status) $(field aof_last_write_status)"',
  'echo "lasting=$(lasts "$(conf dir)")"',
  'echo "memory=$(field used_memory)"; echo "limit=$(field maxmemory)"; echo "policy=$(field maxmemory_policy)"',
  // Sentinels greet each other by a channel of every server that they watch. https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/
  'echo "sentinels=$($limit "$program" "$@" PUBSUB NUMSUB __sentinel__:hello | tail -n 1)"',
  'echo "config=$file"; [ -z "$file" ] || echo "config_lasts=$(lasts "${file%/*}")"',
  // CONFIG REWRITE writes a new file beside the old one.
  'if [ -n "$file" ] && [ -w "$file" ] && [ -w "${file%/*}" ]; then echo rewritable=yes; else echo rewritable=no; fi',
  'if [ -r "$file" ]; then',
  String.raw`  written="$(sed -n 's/^[[:space:]]*min-\(replicas\|slaves\)-to-write[[:space:]]*"\{0,1\}\([0-9]*\).*/\2/p' "$file" | tail -n 1)"`,
  String.raw`  if grep -iE '^[[:space:]]*(replicaof|slaveof)[[:space:]]' "$file" | tail -n 1 | grep -qivE '[[:space:]]no[[:space:]]+one'; then as=slave; else as=master; fi`,
  '  if [ "$as" = "$(field role)" ] && [ "${written:-0}" = "$min" ]; then echo kept=yes; else echo kept=no; fi',
  'fi',
  'echo "keys=$(sum keys)"',
];

/** A whole number; undefined where nobody knows it. */
export function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/u.test(text) ? Number(text) : undefined;
}

/** By the offsets of the replication stream. A replica may be asked a moment later, and be ahead. */
export function gap(primary: RestFacts, replica: RestFacts): Gap {
  const [whole, own] = [numberOf(primary['position']), numberOf(replica['position'])];
  if (whole === undefined || own === undefined || primary['history'] !== replica['history']) return {};
  return { bytes: Math.max(0, whole - own) };
}

/** A primary that wants more replicas than there are, by its file as well; or one that follows already. */
export function isFenced(facts: RestFacts): boolean {
  if (facts['writable'] !== 'no' || facts['kept'] !== 'yes') return false;
  return facts['role'] === 'replica' || (numberOf(facts['min']) ?? 0) >= FENCED;
}

/** The stream of a fenced primary goes on, for it still leads; nothing of its clients is in it any more. */
export function lacks(fenced: RestFacts, candidate: RestFacts): string | undefined {
  const [wanted, has] = [numberOf(fenced['position']), numberOf(candidate['position'])];
  if (wanted === undefined || has === undefined || fenced['history'] === undefined) return 'its offset is not known';
  if (candidate['history'] !== fenced['history'])
    return `it has the stream ${candidate['history'] ?? 'of nobody knows whom'}, not ${fenced['history']}`;
  return wanted > has ? `it lacks ${String(wanted - has)} bytes of the replication stream` : undefined;
}

/** Whether a replica receives the new primary's stream. */
export function follows(primary: RestFacts, replica: RestFacts): boolean {
  return (
    replica['role'] === 'replica' &&
    replica['writable'] === 'no' &&
    replica['streaming'] === 'up' &&
    replica['history'] !== undefined &&
    replica['history'] === primary['history']
  );
}
