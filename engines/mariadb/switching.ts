import type { EngineContext } from '../model/engine.ts';
import type { SwitchingEngine } from '../model/switching.ts';
import { judgeOf } from '../mysql-family/switching-judge.ts';
import { CHECK_HOST, endSessions, localOf, run, waitUntilStill } from '../mysql-family/switching-script.ts';
import { quote } from '../probes/quote.ts';
import { differenceOf, errantOf, gapOf } from './gtid-known.ts';
import { roleFile } from './role-file.ts';
import { factLines } from './switching-facts.ts';
import { FOLLOW, LINK, REFUSED, UNLOGGED } from './switching-link.ts';
import { moreCandidate, morePrimary, untold } from './switching-traits.ts';

/** A script in the server's own container, with `sql` as its client. */
export const local = localOf({
  clients: ['mariadb', 'mysql', '/opt/bitnami/mariadb/bin/mariadb'],
  passwords: [
    'MARIADB_ROOT_PASSWORD',
    'MYSQL_ROOT_PASSWORD',
    'MARIADB_MASTER_ROOT_PASSWORD',
    'MYSQL_MASTER_ROOT_PASSWORD',
  ],
});

/** By the file that tells the primary's start: from the next start on it leads, or does not. It is on disk before anything else is done. */
const byFile = (context: EngineContext, command: 'touch' | 'rm -f'): readonly string[] => {
  const file = roleFile(context);
  return file === undefined
    ? ['echo "nothing tells its start who leads" >&2; exit 1']
    : [`{ ${command} ${quote(file)} && sync; } || exit 1`];
};

/** It waits for open transactions and table locks, and takes no more writes meanwhile. https://mariadb.com/kb/en/server-system-variables/#read_only */
const readOnly = (seconds: number): string =>
  `SET STATEMENT lock_wait_timeout = ${String(seconds)} FOR SET GLOBAL read_only = ON`;

const STATUS = 'status="$("$program" "$@" --vertical --connect-timeout=5 -e "SHOW ALL SLAVES STATUS")" || exit 1';

/** All that it has received must be applied: what RESET SLAVE throws away is lost. https://mariadb.com/kb/en/master_gtid_wait/ */
const APPLY = [
  STATUS,
  'if [ -n "$status" ]; then',
  '  sql "$@" -e "STOP SLAVE IO_THREAD" || exit 1',
  `  ${STATUS}`,
  String.raw`  received="$(printf '%s\n' "$status" | sed -n 's/^ *Gtid_IO_Pos: *//p')"`,
  `  [ -z "$received" ] || [ "$(sql "$@" -e "SELECT MASTER_GTID_WAIT('$received', 12)")" = 0 ] || { echo "it has not applied all that it has received: $received" >&2; exit 1; }`,
  'fi',
];

/** It follows nobody any more before it may start as the one that leads. */
const lead = (context: EngineContext): readonly string[] => [
  run('STOP SLAVE; RESET SLAVE ALL;'),
  ...byFile(context, 'touch'),
  run('SET GLOBAL read_only = OFF;'),
];

/**
 * How members of a MariaDB with GTID replication change roles, from 10.5 on. MariaDB keeps no statement's read_only over a restart: a fence holds after one only where the
 * configuration makes every member read-only, and a file beside the data tells the primary's start. No other set changes roles.
 */
export const switching: SwitchingEngine = {
  engine: 'mariadb',
  facts: (context) => local(context, ...factLines(context)),
  ...judgeOf({ untold, errant: errantOf, gap: gapOf, morePrimary, moreCandidate }),
  link: (context) => local(context, ...LINK),
  // The link comes first: a fence that is cut off after read_only would leave a member that nobody can make follow.
  fence: {
    by: 'stays',
    script: (context) =>
      local(
        context,
        CHECK_HOST,
        ...FOLLOW,
        endSessions(context),
        ...byFile(context, 'rm -f'),
        STATUS,
        // Its own transactions count as well, should it start anew before it is told to follow. It does not follow now: whoever is to lead still follows it.
        String.raw`case "$status" in *"Slave_IO_Running: Yes"*) ;; *) printf '%s STOP SLAVE; %s, MASTER_USE_GTID = current_pos;\n' "${UNLOGGED}" "$change" | sql "$@" || exit 1 ;; esac`,
        // What is short may end; what keeps it waiting for longer than a second is ended.
        `for try in 1 2 3 4 5; do said="$(sql "$@" -e '${readOnly(1)}' 2>&1)" && break; [ "$try" != 5 ] || { printf '%s\\n' "$said" >&2; exit 1; }; end_sessions "$@" || exit 1; done`,
        'end_sessions "$@" && sleep 0.1 && end_sessions "$@" || exit 1',
        waitUntilStill('SELECT @@GLOBAL.gtid_current_pos'),
      ),
  },
  unfence: (context) => local(context, ...lead(context)),
  cannotBeFenced: morePrimary,
  isFenced: ({ writable, role, lasting }) => writable === 'no' && role === 'replica' && lasting === 'yes',
  lacks: differenceOf,
  promote: (context) => local(context, ...APPLY, ...lead(context)),
  follow: (context) =>
    local(
      context,
      CHECK_HOST,
      ...FOLLOW,
      ...byFile(context, 'rm -f'),
      run(`${readOnly(10)};`),
      String.raw`printf '%s STOP SLAVE; SET GLOBAL gtid_slave_pos = @@GLOBAL.gtid_current_pos; %s, MASTER_USE_GTID = slave_pos; START SLAVE;\n' "${UNLOGGED}" "$change" | sql "$@" || exit 1`,
      ...REFUSED,
    ),
  source: 'https://mariadb.com/kb/en/changing-a-replica-to-become-the-primary/',
};
