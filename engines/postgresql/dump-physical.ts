import { unpacked } from '../dumping/whole.ts';
import { REFUSED, type DumpMethod } from '../model/dump.ts';
import { program, remote } from './dump-login.ts';

/**
 * What makes a copy start as an independent server, whatever its files said: it archives nothing over the source's WAL, follows nobody, and waits for no standby.
 * Source: https://www.postgresql.org/docs/current/runtime-config-replication.html
 */
export const ALONE = [
  "archive_mode = 'off'",
  "primary_conninfo = ''",
  "primary_slot_name = ''",
  "restore_command = ''",
  "recovery_target = ''",
  "synchronous_standby_names = ''",
];

/** All files of the server as a tar with its WAL and a manifest of checksums; the server checks the checksums of pages that it sends. */
export const physical: DumpMethod = {
  method: 'physical',
  consistency: 'application',
  dump: (context) =>
    remote(
      context,
      `${program('pg_basebackup')} -Ft -D - -X fetch -c fast --manifest-checksums=SHA256 --no-password --label=plinth`,
    ),
  restore: {
    kind: 'fill',
    script: () => ({
      script: [
        'set -eu',
        'umask 077',
        'mkdir -p "$DATA"',
        '[ ! -e "$DATA/PG_VERSION" ] || { echo \'the data directory is not empty\' >&2; exit 1; }',
        ...unpacked('"$DATA"'),
        'chmod 700 "$DATA"',
        `[ -s "$DATA/backup_manifest" ] || { echo 'the backup has no manifest: it breaks off' >&2; exit ${REFUSED}; }`,
        'rm -f "$DATA/standby.signal" "$DATA/recovery.signal" "$DATA/postmaster.pid"',
        `printf '%s\\n' ${ALONE.map((line) => `"${line}"`).join(' ')} >> "$DATA/postgresql.auto.conf"`,
      ].join('\n'),
      inherits: [],
    }),
  },
  // The signal files and postgresql.auto.conf are left out of the manifest's check by pg_verifybackup itself.
  verifyFiles: () => ({ script: `set -eu\n${program('pg_verifybackup')} --quiet "$DATA"`, inherits: [] }),
  readBy: 'major',
  leavesOut: ['configuration files that lie outside of the data directory', 'replication slots'],
  source: 'https://www.postgresql.org/docs/current/app-pgbasebackup.html',
};
