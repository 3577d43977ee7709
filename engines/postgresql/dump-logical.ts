import { loadWhole, WHOLE } from '../dumping/whole.ts';
import type { DumpMethod } from '../model/dump.ts';
import { program, remote } from './dump-login.ts';

/** Databases that every server has: they are filled, not made. */
const GIVEN = "'postgres', 'template1'";

/**
 * Makes roles that are not there yet, and leaves the password of the role that restores as it is: the new server has it from its own Secret, and the restore logs in
 * with it again and again. `pg_dumpall` writes each statement on a line of its own.
 */
const ROLES = `awk -v q="'" '
  /^CREATE ROLE .*;$/ { sub(/;$/, ""); print "DO $plinth$ BEGIN " $0 "; EXCEPTION WHEN duplicate_object THEN NULL; END $plinth$;"; next }
  index($0, "ALTER ROLE " ENVIRON["me"] " WITH ") == 1 { sub(" PASSWORD " q "[^" q "]*" q, "") }
  { print }'`;

/** What psql and the server say where the server is out of reach, is being stopped, or has no room: classes 53, 57P and 08. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const ELSEWHERE =
  'connection to server|server closed the connection|terminating connection|No space left|could not extend file|out of memory|out of shared memory|too many clients|is starting up|is shutting down|password authentication failed';

/**
 * One stream of SQL: roles, then every database with its own properties, then a line that only a whole dump has. Each step's exit code counts: no pipe hides one.
 * A database that the new server's image has made (POSTGRES_DB) is made anew; a server that holds tables is refused first.
 */
export const logical: DumpMethod = {
  method: 'logical',
  consistency: 'application',
  dump: (context) =>
    remote(
      context,
      'me="$(psql -XAtqwc \'SELECT quote_ident(current_user)\')"; export me',
      `roles="$(${program('pg_dumpall')} --globals-only --no-tablespaces --no-password)"`,
      `printf '%s\\n' "$roles" | ${ROLES}`,
      `names="$(psql -XAtqwc "SELECT datname FROM pg_database WHERE datallowconn ORDER BY datname NOT IN (${GIVEN}), datname")"`,
      // Names are read line by line: they may hold blanks.
      "IFS='\n'; set -f",
      'for name in $names; do',
      '  case "$name" in',
      '    postgres | template1) printf \'\\\\connect %s\\n\' "$name"; set -- ;;',
      "    *) printf '\\\\connect postgres\\n'; set -- --create --clean --if-exists ;;",
      '  esac',
      // A name with `=` would be read as a connection string.
      `  PGDATABASE="$name" ${program('pg_dump')} --no-password --no-tablespaces "$@"`,
      'done',
      `printf '\\n\\\\echo %s\\n' '${WHOLE}'`,
    ),
  restore: {
    kind: 'load',
    script: (context) =>
      remote(
        context,
        'names="$(psql -XAtqwc "SELECT datname FROM pg_database WHERE datallowconn")"',
        "IFS='\n'; set -f",
        'for name in $names; do',
        `  held="$(PGDATABASE="$name" psql -XAtqwc "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'")"`,
        '  [ "$held" = 0 ] || { echo "the server is not empty: its database $name holds $held tables" >&2; exit 1; }',
        'done',
        ...loadWhole('psql -XAtq --no-password -v ON_ERROR_STOP=1 -f -', ELSEWHERE),
      ),
  },
  leavesOut: [
    'tablespaces: everything is restored into the default one',
    'settings that ALTER DATABASE made for the databases postgres and template1',
    'the superuser’s own password: the new server’s Secret has it',
    'WAL and replication slots: no later point in time can be reached from it',
    'one point in time for all databases: each database is consistent in itself',
  ],
  source: 'https://www.postgresql.org/docs/current/app-pgdump.html',
};
