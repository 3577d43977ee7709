/**
 * The login at a primary, as hexadecimal digits: any byte may be in a password. https://redis.io/docs/latest/operate/oss_and_stack/management/config-file/ (masteruser,
 * masterauth)
 */
export const LINK = [
  `hex() { $limit "$program" "$@" | tr -d '\\r' | sed -n 2p | tr -d '\\n' | od -An -v -tx1 | tr -d ' \\n'; }`,
  'echo link=redis',
  'echo "user=$(echo CONFIG GET masteruser | hex "$@")"',
  'echo "auth=$(echo CONFIG GET masterauth | hex "$@")"',
];

/**
 * Lets the server know the login that standard input gives, where it has none of its own. No command line and no complaint shows it: an unknown command's error would
 * repeat its words.
 */
export const LOGIN = [
  'link="$(cat)"',
  'case "$link" in *link=redis*) ;; *) echo "nothing says how the primary is reached" >&2; exit 1 ;; esac',
  'for word in user auth; do',
  '  value="$(printf "%s\\n" "$link" | sed -n "s/^$word=\\([0-9a-f]*\\)$/\\1/p" | head -n 1)"',
  '  [ -n "$value" ] && [ -z "$(echo "CONFIG GET master$word" | $limit "$program" "$@" | sed -n 2p)" ] || continue',
  `  printf 'CONFIG SET master%s "%s"\\n' "$word" "$(printf %s "$value" | sed 's/../\\\\x&/g')" | tell "$@" 2>/dev/null || { echo "it did not take master$word" >&2; exit 1; }`,
  'done',
];

const WHOM = [
  'host="${HOST#[}" host="${host%]}"',
  'case "$host:$PORT" in *[!A-Za-z0-9.:_%-]*|:*|*:) echo "no address to follow" >&2; exit 1 ;; esac',
];

/**
 * A fenced primary becomes a replica at one stroke, and only then is its fence taken away, which a replica does not need. A transaction, as Sentinel sends it:
 * nobody writes between. https://redis.io/docs/latest/commands/replicaof/
 */
export const FOLLOW = [
  ...WHOM,
  'if [ "$(field role)" = master ] && ! is_fenced; then echo "it accepts writes: fence it first" >&2; exit 1; fi',
  ...LOGIN,
  'usual',
  'tell "$@" <<PLINTH || exit 1\nMULTI\nREPLICAOF $host $PORT\nCONFIG SET min-replicas-to-write $min min-replicas-max-lag $max repl-ping-replica-period $ping replica-read-only yes\nCONFIG REWRITE\nEXEC\nPLINTH',
  // What waited until now is refused: it is a replica. Its primary's stream would wait, too.
  'echo CLIENT UNPAUSE | tell "$@"',
];

/**
 * REWRITE goes first: where that fails nothing has happened. The candidate keeps what came before under its second name, by which the others go on from where they are.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/replication/#replication-id-explained
 */
export const PROMOTE = [
  'echo CONFIG REWRITE | tell "$@" || exit 1',
  '[ "$(field role)" = slave ] || exit 0',
  'tell "$@" <<PLINTH\nMULTI\nREPLICAOF NO ONE\nCONFIG REWRITE\nEXEC\nPLINTH',
];
