import { onlyInFile } from '../dumping/password.ts';
import { REFUSED } from '../model/dump.ts';
import type { SnapshotEngine } from '../model/snapshot.ts';
import { findProgram } from '../live/script.ts';
import { WAIT_FOR } from '../snapshotting/session.ts';
import { remote } from './dump-client.ts';
import { rootIsLocal } from './dump-login.ts';

/** What differs between MySQL and MariaDB. */
export interface SnapshotTraits {
  readonly engine: 'mysql' | 'mariadb';
  readonly clients: readonly string[];
  readonly passwords: readonly string[];
  /** Statements that let no commit through any more; a lock that is not to be had soon is an error. */
  readonly hold: readonly string[];
  readonly letGo: readonly string[];
  /** SQL that prints `identity=` and `position=`. */
  readonly facts: string;
  readonly source: string;
}

/** Seconds to wait for locks: who waits for a global one keeps all later statements waiting behind it. */
export const LOCK_WAIT = 10;

/** How a server of this family is held still for a snapshot: no commit happens while it is taken. */
export function snapshotOf({ engine, clients, passwords, hold, letGo, facts, source }: SnapshotTraits): SnapshotEngine {
  const told = (position: string): string => facts.replaceAll("'position=", `'${position}=`);
  return {
    engine,
    consistency: 'application',
    unable: (context) =>
      rootIsLocal(context)
        ? 'the session that holds the server logs in as root from a Job, and root may log in from the server’s own container only'
        : onlyInFile(context.container, passwords),
    blocks: true,
    second: false,
    session: (context) =>
      remote(context, passwords, [
        findProgram(...clients),
        WAIT_FOR,
        // A statement that fails ends the session, and with it all locks.
        `given_up() { echo 'SELECT * FROM plinth.nobody_came;'; }`,
        'session() {',
        `cat <<'PLINTH'\nSELECT CONCAT('version=', VERSION());\n${hold.join('\n')}\n${told('position.start')}SELECT 'plinth=held';\nPLINTH`,
        'wait_for stop || { given_up; return; }',
        `cat <<'PLINTH'\n${told('position.end')}${letGo.join('\n')}\nSELECT 'plinth=stopped';\nPLINTH`,
        'wait_for release || { given_up; return; }',
        '}',
        'session | "$program" "$@" --batch --skip-column-names --raw --unbuffered',
      ]),
    mend: () =>
      [
        'set -eu',
        `[ -d "$DATA/mysql" ] || { echo 'the snapshot holds no data directory' >&2; exit ${REFUSED}; }`,
        // Two servers of one uuid do not replicate from each other, and are taken for each other.
        'rm -f "$DATA/auto.cnf" "$DATA"/*.pid',
        'sync',
      ].join('\n'),
    leavesOut: ['option files that lie outside of the volume'],
    source,
  };
}
