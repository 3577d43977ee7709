import { findProgram } from '../live/script.ts';
import type { EngineContext } from '../model/engine.ts';
import { NO_LOGIN, type StoppingEngine } from '../model/stopping.ts';
import { program } from './dump-login.ts';
import { surroundings } from './live.ts';
import { bytesBetween } from './lsn.ts';

const PSQL = '"$program" -XAtqw -v ON_ERROR_STOP=1';

function asked(context: EngineContext, sql: string): string {
  const find = findProgram('psql', '/usr/lib/postgresql/*/bin/psql', '/opt/bitnami/postgresql/bin/psql');
  return [...surroundings(context), find, `${PSQL} -f - <<'PLINTH'\n${sql}\nPLINTH`].join('\n');
}

/**
 * Transactions that are prepared hold locks that nobody ends meanwhile; a base backup breaks off; a commit that waits for a standby is acknowledged to nobody.
 * Columns and views by version: behind `\if`. https://www.postgresql.org/docs/current/view-pg-prepared-xacts.html,
 * https://www.postgresql.org/docs/current/progress-reporting.html#BASEBACKUP-PROGRESS-REPORTING
 */
const BUSY = String.raw`SELECT current_setting('server_version_num')::int >= 130000 AS has_progress \gset
SELECT 'busy=' || count(*) || ' prepared transactions wait for their commit' FROM pg_prepared_xacts HAVING count(*) > 0;
\if :has_progress
SELECT 'busy=a base backup runs' FROM pg_stat_progress_basebackup LIMIT 1;
\else
SELECT 'busy=a base backup runs' FROM pg_stat_replication WHERE state = 'backup' LIMIT 1;
\endif
SELECT 'busy=' || count(*) || ' commits wait for a synchronous standby' FROM pg_stat_activity WHERE wait_event = 'SyncRep' HAVING count(*) > 0;`;

/** https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-SIGNAL */
const END = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid();`;

const FACTS = `SELECT 'version=' || current_setting('server_version');
SELECT 'identity=' || system_identifier FROM pg_control_system();
SELECT 'history=' || timeline_id FROM pg_control_checkpoint();
SELECT 'role=' || CASE WHEN pg_is_in_recovery() THEN 'replica' ELSE 'primary' END;
SELECT 'position=' || CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END;`;

/** A table of its own in the superuser's database; committed, and read in another session. */
const CANARY = `write() { ${PSQL} -c "DROP TABLE IF EXISTS $NAME" -c "CREATE TABLE $NAME (told text)" -c "INSERT INTO $NAME VALUES ('$NAME')"; }
said="$(write 2>&1)" || { printf '%s\\n' "$said" >&2; case "$said" in *authentication*|*'no password supplied'*|*pg_hba.conf*) exit ${NO_LOGIN} ;; esac; exit 1; }
read="$(${PSQL} -c "SELECT told FROM $NAME")"; code=$?
${PSQL} -c "DROP TABLE IF EXISTS $NAME" || exit 1
[ $code = 0 ] && [ "$read" = "$NAME" ]`;

/** How PostgreSQL is stopped and known again. */
export const stopping: StoppingEngine = {
  engine: 'postgresql',
  busy: (context) => asked(context, BUSY),
  endSessions: (context) => asked(context, END),
  // https://www.postgresql.org/docs/current/sql-checkpoint.html
  flush: (context) => asked(context, 'CHECKPOINT;'),
  facts: (context) => asked(context, FACTS),
  isStill: (before, now) => now['position'] !== undefined && before['position'] === now['position'],
  lost: (was, is) => {
    if (was['identity'] !== is['identity'])
      return `its system identifier is ${is['identity'] ?? 'unknown'}, and was ${was['identity'] ?? 'unknown'}`;
    if (Number(is['history'] ?? NaN) < Number(was['history'] ?? NaN))
      return `its timeline is ${is['history'] ?? 'unknown'}, and was ${was['history'] ?? 'unknown'}`;
    const bytes = bytesBetween(was['position'], is['position']);
    if (bytes === undefined) return `its position ${is['position'] ?? 'unknown'} cannot be compared`;
    return bytes < 0
      ? `it is ${String(-bytes)} bytes of WAL before ${was['position'] ?? ''}, where it was stopped`
      : undefined;
  },
  behind: (primary, replica) => {
    const bytes = bytesBetween(replica['position'], primary['position']);
    if (bytes === undefined) return 'its position is not known';
    return bytes > 0 ? `it lacks ${String(bytes)} bytes of WAL` : undefined;
  },
  canary: (context) =>
    [
      ...surroundings(context),
      '[ -z "$HOST" ] || export PGHOST="$HOST" PGPORT="$PORT"',
      findProgram('psql', '/usr/lib/postgresql/*/bin/psql', '/opt/bitnami/postgresql/bin/psql'),
      CANARY,
    ].join('\n'),
  // https://www.postgresql.org/docs/current/app-pgcontroldata.html
  shutDown: () =>
    `said="$(LC_ALL=C ${program('pg_controldata')} "$DATA")" || exit 1\nprintf '%s\\n' "$said" | sed -n 's/^Database cluster state: */state=/p'`,
  // «shut down» is a primary's, «shut down in recovery» a standby's: src/bin/pg_controldata/pg_controldata.c, dbState.
  isShutDown: (state) => state === 'shut down' || state === 'shut down in recovery',
  source: 'https://www.postgresql.org/docs/current/server-shutdown.html',
};
