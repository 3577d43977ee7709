/**
 * A shell function that waits for a file in `$MEET`, for `$HOLD` seconds at most: 1 where nobody has come. So a server is never held for longer, whoever else has died.
 */
export const WAIT_FOR = [
  'wait_for() {',
  '  waited=0',
  '  until [ -e "$MEET/$1" ]; do',
  '    waited=$((waited + 1))',
  '    [ "$waited" -le $((HOLD * 5)) ] || { echo "nobody came within $HOLD s" >&2; return 1; }',
  '    sleep 0.2',
  '  done',
  '}',
].join('\n');
