import type { SwitchingEngine } from '../model/switching.ts';
import { FACTS, gap, lacks } from './switching-facts.ts';
import { FENCE, HAS_ENDED, UNFENCE } from './switching-fence.ts';
import { FOLLOW } from './switching-link.ts';
import { END, local, SERVER } from './switching-server.ts';
import { DROP, LEFT, SLOTS } from './switching-slots.ts';
import { cannotHandOver, cannotTakeOver } from './switching-unfit.ts';

/** How members of a PostgreSQL with streaming replication change roles. */
export const switching: SwitchingEngine = {
  engine: 'postgresql',
  facts: (context) => local(context, `sql -f - <<'PLINTH'\n${FACTS}\nPLINTH`),
  cannotHandOver,
  cannotTakeOver,
  gap,
  prepareCandidate: (context) => local(context, ...SLOTS),
  // The shutdown has less to write then. https://www.postgresql.org/docs/current/sql-checkpoint.html
  preparePrimary: (context) => local(context, 'sql -c CHECKPOINT'),
  unprepare: (context) => local(context, ...DROP),
  link: (context) => local(context, 'sql -c "SHOW primary_conninfo"'),
  fence: {
    by: 'restarts',
    script: (context) =>
      local(
        context,
        ...SERVER,
        'if [ "$recovering" = t ]; then [ -e "$data/standby.signal" ] && exit 0; echo "it is in recovery, and no standby" >&2; exit 1; fi',
        ...FOLLOW,
        ...FENCE,
      ),
  },
  unfence: (context) => local(context, ...SERVER, ...UNFENCE),
  hasEnded: (context) => local(context, ...SERVER, ...HAS_ENDED),
  isFenced: (facts) => facts['writable'] === 'no' && facts['signal'] === 'yes',
  lacks,
  // https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-RECOVERY-CONTROL
  promote: (context) =>
    local(
      context,
      ...SERVER,
      '[ "$recovering" = t ] || exit 0',
      '[ "$(sql -c "SELECT pg_promote(true, 15)")" = t ] || { echo "it was not promoted within 15 s" >&2; exit 1; }',
    ),
  // From 13 on a reload is enough. https://www.postgresql.org/docs/13/release-13.html
  follow: (context) =>
    local(
      context,
      ...SERVER,
      '[ "$recovering" = t ] || { echo "it accepts writes: fence it first" >&2; exit 1; }',
      ...FOLLOW,
      `if [ "$(sql -c "SHOW server_version_num")" -ge 130000 ]; then sql -c "SELECT pg_reload_conf()" > /dev/null; else ${END}; fi`,
    ),
  follows: (primary, replica) =>
    replica['role'] === 'replica' &&
    replica['streaming'] === 'yes' &&
    replica['history'] !== undefined &&
    replica['history'] === primary['history'],
  clearLeft: (context) => local(context, ...SERVER, ...LEFT),
  source: 'https://www.postgresql.org/docs/current/warm-standby-failover.html',
};
