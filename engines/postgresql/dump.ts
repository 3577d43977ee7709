import { onlyInFile } from '../dumping/password.ts';
import { findProgram } from '../live/script.ts';
import type { DumpEngine } from '../model/dump.ts';
import type { EngineContext } from '../model/engine.ts';
import { counts } from './dump-count.ts';
import { logical } from './dump-logical.ts';
import { program, remote } from './dump-login.ts';
import { physical } from './dump-physical.ts';
import { OWN_SUPERUSER, PASSWORDS, surroundings } from './live.ts';

/**
 * What the server says of itself. `busy.physical` stands where only a physical backup cannot be made: tablespaces cannot be streamed, and images allow
 * replication from loopback only unless pg_hba.conf has a line for it.
 * Source: https://www.postgresql.org/docs/current/view-pg-hba-file-rules.html
 */
const FACTS = `
SELECT 'version=' || current_setting('server_version');
SELECT 'identity=' || system_identifier FROM pg_control_system();
SELECT 'role=' || CASE WHEN pg_is_in_recovery() THEN 'replica' ELSE 'primary' END;
SELECT 'position=' || CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END;
SELECT 'streaming=' || EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming') WHERE pg_is_in_recovery();
SELECT 'busy=it is a replica that does not stream: its data may be old' WHERE pg_is_in_recovery() AND NOT EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming');
SELECT 'busy.physical=it has tablespaces of its own, and only one can be streamed' WHERE EXISTS (SELECT FROM pg_tablespace WHERE spcname NOT IN ('pg_default', 'pg_global'));
SELECT 'busy.physical=pg_hba.conf lets this user replicate from no other pod: it wants a line like «host replication ' || current_user || ' all scram-sha-256»' WHERE NOT EXISTS (SELECT FROM pg_hba_file_rules WHERE type LIKE 'host%' AND 'replication' = ANY (database) AND coalesce(address, '') NOT IN ('127.0.0.1', '::1', 'localhost', 'samehost') AND auth_method <> 'reject' AND ('all' = ANY (user_name) OR current_user = ANY (user_name)));
SELECT 'busy.physical=max_wal_senders leaves no connection for it' WHERE current_setting('max_wal_senders')::int <= (SELECT count(*) FROM pg_stat_replication);
`;

/** `$program` is psql. */
const TOLD = [`"$program" -XAtqw -v ON_ERROR_STOP=1 -f - <<'PLINTH' || exit 1${FACTS}PLINTH`, ...counts('facts')];

/** A transaction that was begun as read-only stays so to its end. https://www.postgresql.org/docs/current/sql-set-transaction.html */
const ASKED = [
  'export PGDATABASE="${PLINTH_QUERY_DATABASE:-postgres}"',
  '"$program" -XAtqw -v ON_ERROR_STOP=1 -c "BEGIN READ ONLY" -c "SET LOCAL statement_timeout = \'60s\'" -c "$PLINTH_QUERY" -c ROLLBACK',
];

function local(context: EngineContext, ...lines: readonly string[]): string {
  const find = findProgram('psql', '/usr/lib/postgresql/*/bin/psql', '/opt/bitnami/postgresql/bin/psql');
  return [...surroundings(context), find, ...lines].join('\n');
}

/** How PostgreSQL is dumped, restored and checked. */
export const dump: DumpEngine = {
  engine: 'postgresql',
  methods: [logical, physical],
  unable: ({ container }) => onlyInFile(container, PASSWORDS),
  facts: (context) => local(context, ...TOLD),
  around: (context) => remote(context, `program=${program('psql')}`, ...TOLD),
  check: (context) =>
    local(
      context,
      'recovery="$("$program" -XAtqwc "SELECT pg_is_in_recovery()")" || exit 1',
      "if [ \"$recovery\" = f ]; then echo 'ok recovery is over'; else echo 'bad it is still in recovery'; fi",
      // Heaps and B-trees. Ends with 1 where it could not check, with 2 where it found damage.
      `amcheck=${program('pg_amcheck')}`,
      'if command -v "$amcheck" >/dev/null && "$program" -XAtqwc "SELECT 1 FROM pg_available_extensions WHERE name = \'amcheck\'" | grep -q 1; then',
      '  said="$("$amcheck" --all --install-missing --no-password 2>&1)"; code=$?',
      "  if [ $code = 0 ]; then echo 'ok pg_amcheck found nothing wrong in tables and B-tree indexes'",
      '  else printf "bad pg_amcheck (exit code %s): %s\\n" "$code" "$(printf %s "$said" | head -n 5 | tr "\\n" " ")"; fi',
      `elif ${program('pg_dumpall')} --no-password >/dev/null; then`,
      "  echo 'ok every row was read (the image has no pg_amcheck; indexes were not compared)'",
      "else echo 'bad not every row can be read'; fi",
      ...counts('check'),
    ),
  query: {
    job: (context) => remote(context, `program=${program('psql')}`, ...ASKED),
    local: (context) => local(context, ...ASKED),
  },
  // https://www.postgresql.org/docs/current/config-setting.html#CONFIG-SETTING-SHELL
  alone: ({ variant }) => (OWN_SUPERUSER.has(variant) ? undefined : ['-c', 'archive_mode=off']),
  source: 'https://www.postgresql.org/docs/current/backup.html',
};
