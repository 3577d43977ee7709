import { REFUSED } from '../model/dump.ts';
import type { SnapshotEngine } from '../model/snapshot.ts';
import { onlyInFile } from '../dumping/password.ts';
import { WAIT_FOR } from '../snapshotting/session.ts';
import { ANSWERED, FIELD, remote, SAID, variables } from './dump.ts';
import type { Flavour } from './flavour.ts';
import { isTlsOnly, portOf } from './port.ts';
import { replication } from './replication.ts';

/**
 * How Redis or Valkey is made ready for a snapshot: it saves first, so that the volume holds every key of that moment, whatever it persists by itself. Its append only
 * file is written before a command is answered, and may break off at its end: a server takes it as far as it goes.
 */
export function snapshotOf(flavour: Flavour): SnapshotEngine {
  return {
    engine: flavour.id,
    consistency: 'application',
    unable: (context) => {
      if (portOf(context) === undefined) return 'its port is not in sight';
      if (isTlsOnly(context)) return 'it takes TLS only, and a Job does not get its certificates yet';
      if (replication(context, flavour).method === 'redis-cluster')
        return 'a cluster of shards has a volume for each, and no point in time for all';
      return onlyInFile(context.container, variables(context, flavour));
    },
    blocks: false,
    second: false,
    session: (context) =>
      remote(
        context,
        flavour,
        WAIT_FOR,
        FIELD,
        `read_info() { ${SAID}; ${ANSWERED}; }`,
        // A save that runs already began before now: it is waited for, and another one is made.
        'saved() { while read_info "$@"; [ "$(field rdb_bgsave_in_progress)" != 0 ]; do sleep 0.2; done; }',
        'saved "$@"',
        'echo "version=$(field redis_version)"',
        'echo "identity=$(field master_replid)"',
        'echo "position.start=$(field master_repl_offset)"',
        'said="$("$program" "$@" BGSAVE)"',
        'case "$said" in *started*|*scheduled*) ;; *) echo "it does not save: $said" >&2; exit 1 ;; esac',
        'saved "$@"',
        '[ "$(field rdb_last_bgsave_status)" = ok ] || { echo "its save has failed" >&2; exit 1; }',
        'echo plinth=held',
        'wait_for stop',
        'read_info "$@"',
        'echo "position.end=$(field master_repl_offset)"',
        'echo plinth=stopped',
        'wait_for release',
      ),
    mend: () =>
      [
        'set -eu',
        `[ -n "$(ls -A "$DATA")" ] || { echo 'the snapshot holds nothing' >&2; exit ${REFUSED}; }`,
        'sync',
      ].join('\n'),
    leavesOut: [
      'without an append only file: every write after the save that it begins with',
      'the configuration, and accounts of an ACL file outside of the volume',
    ],
    source: flavour.pages.persistence,
  };
}
