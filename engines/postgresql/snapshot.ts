import { REFUSED } from '../model/dump.ts';
import type { SnapshotEngine } from '../model/snapshot.ts';
import { onlyInFile } from '../dumping/password.ts';
import { WAIT_FOR } from '../snapshotting/session.ts';
import { program, remote } from './dump-login.ts';
import { ALONE } from './dump-physical.ts';
import { PASSWORDS } from './live.ts';

/**
 * One session: a slot keeps every segment of WAL until the second snapshot has it, and goes with the session. Backup mode forces full pages into the WAL, so that not even
 * a volume whose snapshot is no single point in time does harm. Names of the functions changed with 15.
 * Source: https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 */
const HOLDING = `\\pset pager off
SELECT 'version=' || current_setting('server_version');
SELECT 'identity=' || system_identifier FROM pg_control_system();
SELECT current_setting('server_version_num')::int >= 150000 AS named \\gset
DO $$ BEGIN IF EXISTS (SELECT FROM pg_tablespace WHERE spcname NOT IN ('pg_default', 'pg_global')) THEN RAISE EXCEPTION 'it has tablespaces of its own, which may lie on other volumes'; END IF; END $$;
SELECT 'slot=' || slot_name FROM pg_create_physical_replication_slot('plinth_' || pg_backend_pid(), true, true);
\\if :named
SELECT 'position.start=' || pg_backup_start('plinth', true);
\\else
SELECT 'position.start=' || pg_start_backup('plinth', true, false);
\\endif
\\! echo plinth=held`;

const told = (answer: string): string =>
  `SELECT 'position.end=' || lsn || E'\\nlabel=' || translate(encode(convert_to(labelfile, 'UTF8'), 'base64'), E'\\n', '') FROM ${answer};`;

const STOPPING = `\\if :named
${told('pg_backup_stop(false)')}
\\else
${told('pg_stop_backup(false, false)')}
\\endif
\\! echo plinth=stopped`;

/** Ends the session with an error: nobody has come, and half a backup is none. */
const GIVEN_UP = "DO $$ BEGIN RAISE EXCEPTION 'nobody came to end the backup'; END $$;";

/** How PostgreSQL is snapshotted while it runs, and how a server starts from it: by its backup label and all of the WAL of the time. */
export const snapshot: SnapshotEngine = {
  engine: 'postgresql',
  consistency: 'application',
  unable: ({ container }) => onlyInFile(container, PASSWORDS),
  blocks: false,
  second: true,
  session: (context) =>
    remote(
      context,
      WAIT_FOR,
      'session() {',
      `cat <<'PLINTH'\n${HOLDING}\nPLINTH`,
      `wait_for stop || { echo ${JSON.stringify(GIVEN_UP).replaceAll('$', '\\$')}; return; }`,
      `cat <<'PLINTH'\n${STOPPING}\nPLINTH`,
      `wait_for release || { echo ${JSON.stringify(GIVEN_UP).replaceAll('$', '\\$')}; return; }`,
      '}',
      `session | ${program('psql')} -XAtq -v ON_ERROR_STOP=1 -f -`,
    ),
  mend: () =>
    [
      'set -eu',
      'umask 077',
      `refuse() { echo "$1" >&2; exit ${REFUSED}; }`,
      '[ -s "$DATA/PG_VERSION" ] || refuse "the snapshot holds no data directory of PostgreSQL"',
      '[ ! -L "$DATA/pg_wal" ] || refuse "its WAL lies on another volume"',
      '[ -n "$LABEL" ] || refuse "its backup label is lost"',
      '[ -d "$LOG/pg_wal" ] || refuse "the second snapshot holds no WAL"',
      'rm -rf "$DATA/pg_wal"',
      'mkdir "$DATA/pg_wal"',
      // Segments and histories; nothing else is read at the start.
      'for file in "$LOG"/pg_wal/*; do case "${file##*/}" in *[!0-9A-F]*) case "$file" in *.history) cp -p "$file" "$DATA/pg_wal/" ;; esac ;; *) cp -p "$file" "$DATA/pg_wal/" ;; esac; done',
      'printf %s "$LABEL" | base64 -d > "$DATA/backup_label"',
      'grep -q "^START WAL LOCATION: " "$DATA/backup_label" || refuse "its backup label cannot be read"',
      'rm -f "$DATA/postmaster.pid" "$DATA/postmaster.opts" "$DATA/standby.signal" "$DATA/recovery.signal"',
      // Slots of the source would keep WAL for followers that this server has not.
      'rm -rf "$DATA"/pg_replslot/*',
      'chmod 700 "$DATA"',
      `printf '%s\\n' ${ALONE.map((line) => `"${line}"`).join(' ')} >> "$DATA/postgresql.auto.conf"`,
      'sync',
    ].join('\n'),
  leavesOut: ['configuration files that lie outside of the volume', 'replication slots'],
  source: 'https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP',
};
