/** What an earlier run made, should its answer have been lost; in the container alone. */
const MEMO = 'memo=/tmp/.plinth-slots';

/** Leaves out, in a loop over `$name`, what is no name of a slot. */
export const NAME = '  case "$name" in *[!a-z0-9_]*) continue ;; esac';

const FACT = String.raw`fact() { printf '%s\n' "$FACTS" | sed -n "s/^$1=//p" | head -n 1; }`;

/** Drops the physical slot `$name`, unless somebody uses it. */
export const DROP_ONE = `sql -c "SELECT slot_name, pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '$name' AND slot_type = 'physical' AND NOT active"`;

/**
 * Makes on the candidate the physical slots that the primary has for the others, and the one that the primary itself will ask for: replication does not copy slots. WAL is
 * kept for them from now on; where one cannot be made, those made before it go again. Prints `made=<name>`.
 * https://www.postgresql.org/docs/current/warm-standby.html#STREAMING-REPLICATION-SLOTS
 */
export const SLOTS = [
  MEMO,
  FACT,
  `own="$(sql -c "SELECT coalesce(current_setting('primary_slot_name', true), '')")" || exit 1`,
  'for name in $(fact slots) $(fact slot); do',
  '  [ "$name" != "$own" ] || continue',
  NAME,
  `  there="$(sql -c "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '$name'")" || exit 1`,
  '  if [ "$there" = 1 ]; then grep -qx "$name" "$memo" 2>/dev/null && echo "made=$name"; continue; fi',
  '  { echo "$name" >> "$memo"; } 2>/dev/null',
  `  if ! sql -c "SELECT pg_create_physical_replication_slot('$name', true)" > /dev/null; then`,
  `    for name in $made; do ${DROP_ONE} > /dev/null; done; exit 1`,
  '  fi',
  '  made="$made $name"; echo "made=$name"',
  'done',
];

/** Removes from the candidate what was made there, unless somebody uses it. */
export const DROP = [
  MEMO,
  'for name in $MADE; do',
  NAME,
  `  ${DROP_ONE} > /dev/null || exit 1`,
  'done',
  'rm -f "$memo" 2>/dev/null || :',
];

/**
 * On a member that led before: its slots for those who follow the new primary now would keep WAL on it for ever. Others stay: somebody may copy from it. Prints
 * `removed=<name>`. https://www.postgresql.org/docs/current/warm-standby.html#STREAMING-REPLICATION-SLOTS
 */
export const LEFT = [
  FACT,
  '[ "$recovering" = t ] || { echo "it accepts writes: its slots are needed" >&2; exit 1; }',
  'for name in $(fact used) $(fact slot); do',
  NAME,
  `  gone="$(${DROP_ONE})" || exit 1`,
  '  [ -z "$gone" ] || echo "removed=$name"',
  'done',
];
