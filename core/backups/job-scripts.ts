import { REFUSED } from '../../engines/model/dump.ts';

/** Where the two containers of a Job's pod meet: a FIFO for the data, and small files beside it. */
export const MEETING = '/plinth';

const TELL = [
  'tell() { printf "%s\\n" "$2" > "/plinth/.$1" && mv "/plinth/.$1" "/plinth/$1"; }',
  // Whatever ends this shell, the mover hears that the data is not whole.
  "trap 'tell status 143; exit 143' TERM INT",
  'umask 077',
];

/** Seconds for counting, each time: a backup does not wait for ever for it. */
export const COUNTING = 120;

/**
 * Asks the server around the dump (`$PLINTH_AROUND`, from {@link ../../engines/model/dump.DumpEngine}): the dump's data lies between the two answers. In the
 * background, so that a signal is heard meanwhile. A failure is no failure of the dump: then nothing is counted.
 */
const AROUND = [
  `limit=''; ! command -v timeout >/dev/null || limit='timeout ${COUNTING}'`,
  'around() {',
  '  [ -n "${PLINTH_AROUND:-}" ] || return 0',
  '  $limit sh -c "$PLINTH_AROUND" > "/plinth/.$1" &',
  '  wait $! || rm -f "/plinth/.$1"',
  '}',
  // The answer may be data: only its fingerprint is kept.
  'ask() {',
  '  [ -n "${PLINTH_ASK:-}" ] || return 0',
  '  ( answer="$($limit sh -c "$PLINTH_ASK")" && printf "%s" "$answer" | sha256sum | cut -c1-64 ) > "/plinth/.query.$1" &',
  '  wait $! || rm -f "/plinth/.query.$1"',
  '}',
  'facts() {',
  '  printf "%s\\n" "$PLINTH_FACTS"',
  '  if [ -n "${PLINTH_ASK:-}" ]; then',
  '    printf "query.text=%s\\nquery.database=%s\\n" "$PLINTH_QUERY" "${PLINTH_QUERY_DATABASE:-}"',
  '    for one in before after; do [ ! -s "/plinth/.query.$one" ] || printf "query.%s=%s\\n" "$one" "$(cat "/plinth/.query.$one")"; done',
  '  fi',
  // Half of it says nothing: what was counted once only is not told.
  '  [ -s /plinth/.before ] && [ -s /plinth/.after ] || return 0',
  // What was known when the Job was written may be long ago: the server itself has said it now.
  '  sed -n -e "/^version=/p" -e "/^identity=/p" -e "/^role=/p" -e "s/^position=/position.start=/p" -e "/^count[.]/p" /plinth/.before',
  '  sed -n -e "s/^position=/position.end=/p" -e "s/^count[.]/countAfter./p" -e "s/^gained[.]/end.gained./p" -e "s/^lost[.]/end.lost./p" /plinth/.after',
  '}',
];

/**
 * The engine's side of a dump. The engine's own script is in `$PLINTH_SCRIPT`, so that it needs no quoting; what is known of the server is in
 * `$PLINTH_FACTS`. The exit code goes to `/plinth/status` by a rename: the mover takes the data for whole only if it is 0.
 */
export function dumpingScript(prelude: string): string {
  return [
    ...TELL,
    ...AROUND,
    prelude,
    'rm -f /plinth/status /plinth/.before /plinth/.after /plinth/.query.*',
    'around before',
    'ask before',
    'mkfifo /plinth/stream || { tell status 1; exit 1; }',
    // In the background, so that a signal is heard while it works.
    'sh -c "$PLINTH_SCRIPT" > /plinth/stream &',
    'wait $!; code=$?',
    '[ "$code" -ne 0 ] || { ask after; around after; }',
    'tell facts "$(facts)" || { tell status 1; exit 1; }',
    'tell status "$code"',
    'exit "$code"',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/**
 * The engine's side of a restore. It counts only if the script ended with 0 *and* the mover wrote 0 to `/plinth/moved`: a stream that was cut off or did
 * not fit its checksum ends like one that is whole. Exit code {@link REFUSED} says that the backup itself is at fault: that the engine refused what came, or that
 * files which came whole do not pass the engine's check.
 */
export function restoringScript(prelude: string): string {
  return [
    ...TELL,
    prelude,
    'rm -f /plinth/status',
    'mkfifo /plinth/stream || exit 1',
    'sh -c "$PLINTH_SCRIPT" < /plinth/stream &',
    'wait $!; code=$?',
    // The mover says how it went right after the last byte; who does not read to the end makes it stop.
    'for _ in $(seq 1 120); do [ -e /plinth/moved ] && break; sleep 0.5; done',
    'moved=$(cat /plinth/moved 2>/dev/null || echo 1)',
    '[ "$code" -ne 0 ] || [ "$moved" = 0 ] || { echo "the backup did not come whole" >&2; code=1; }',
    'if [ "$code" -eq 0 ] && [ -n "${PLINTH_VERIFY:-}" ]; then',
    '  sh -c "$PLINTH_VERIFY" || code=$?',
    // From 126 on the program was not found, could not be run, or was killed: nothing was checked.
    `  [ "$code" -eq 0 ] || [ "$code" -ge 126 ] || code=${REFUSED}`,
    'fi',
    'tell status "$code"',
    'exit "$code"',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/**
 * Starts the mover from its compressed text, without a file. `accessKeyId` and `secretAccessKey` of a Secret take the place of AWS' own names where those
 * are not there.
 */
export const MOVER_START = [
  'export AWS_ACCESS_KEY_ID="${AWS_ACCESS_KEY_ID:-${PLINTH_ACCESS_KEY_ID:-}}"',
  'export AWS_SECRET_ACCESS_KEY="${AWS_SECRET_ACCESS_KEY:-${PLINTH_SECRET_ACCESS_KEY:-}}"',
  'unset PLINTH_ACCESS_KEY_ID PLINTH_SECRET_ACCESS_KEY',
  `exec node --eval 'const Module=require("node:module"),program=new Module("/plinth-mover/mover.cjs");program._compile(require("node:zlib").gunzipSync(require("node:fs").readFileSync("/plinth-mover/mover.cjs.gz")).toString("utf8"),"/plinth-mover/mover.cjs")'`,
].join('\n');
