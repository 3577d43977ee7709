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
  'facts() {',
  '  printf "%s\\n" "$PLINTH_FACTS"',
  // Half of it says nothing: what was counted once only is not told.
  '  [ -s /plinth/.before ] && [ -s /plinth/.after ] || return 0',
  '  sed -n -e "s/^position=/position.start=/p" -e "/^count[.]/p" /plinth/.before',
  '  sed -n -e "s/^position=/position.end=/p" -e "s/^count[.]/countAfter./p" /plinth/.after',
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
    'rm -f /plinth/status /plinth/.before /plinth/.after',
    'around before',
    'mkfifo /plinth/stream || { tell status 1; exit 1; }',
    // In the background, so that a signal is heard while it works.
    'sh -c "$PLINTH_SCRIPT" > /plinth/stream &',
    'wait $!; code=$?',
    '[ "$code" -ne 0 ] || around after',
    'tell facts "$(facts)" || { tell status 1; exit 1; }',
    'tell status "$code"',
    'exit "$code"',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/**
 * The engine's side of a restore. It counts only if the script ended with 0 *and* the mover wrote 0 to `/plinth/moved`: a stream that was cut off or did
 * not fit its checksum ends like one that is whole.
 */
export function restoringScript(prelude: string): string {
  return [
    ...TELL,
    prelude,
    'rm -f /plinth/status',
    'mkfifo /plinth/stream || exit 1',
    'sh -c "$PLINTH_SCRIPT" < /plinth/stream &',
    'wait $!; code=$?',
    // The mover says how it went right after the last byte.
    'for _ in $(seq 1 120); do [ -e /plinth/moved ] && break; sleep 0.5; done',
    'moved=$(cat /plinth/moved 2>/dev/null || echo 1)',
    '[ "$code" -ne 0 ] || [ "$moved" = 0 ] || { echo "the backup did not come whole" >&2; code=1; }',
    'if [ "$code" -eq 0 ] && [ -n "${PLINTH_VERIFY:-}" ]; then sh -c "$PLINTH_VERIFY" || code=$?; fi',
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
