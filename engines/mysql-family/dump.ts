import { valueOf } from '../configuration/environment.ts';
import { onlyInFile } from '../dumping/password.ts';
import { loadWhole, WHOLE } from '../dumping/whole.ts';
import { findProgram } from '../live/script.ts';
import type { DumpEngine, DumpMethod, JobScript } from '../model/dump.ts';
import type { EngineContext } from '../model/engine.ts';
import { quote } from '../probes/quote.ts';
import { counts, OWN_SCHEMAS } from './dump-count.ts';
import { surroundings } from './live.ts';

/** What differs between MySQL and MariaDB. */
export interface DumpTraits {
  readonly engine: 'mysql' | 'mariadb';
  readonly clients: readonly string[];
  readonly dumps: readonly string[];
  readonly checks: readonly string[];
  /** Variables that hold root's password. */
  readonly passwords: readonly string[];
  /** Tables of the schema `mysql` that say who may do what; those with a column `User` first, the others without. */
  readonly grants: { readonly byUser: readonly string[]; readonly others: readonly string[] };
  /** SQL that prints `identity=` and `position=`. */
  readonly facts: string;
  /** Lines of the shell that tell more; `"$program" "$@"` is the client. */
  readonly more?: readonly string[];
  readonly sources: { readonly dump: string; readonly check: string };
}

/** Asks without headings; a statement that fails ends it. */
const ASK = '"$program" "$@" --batch --skip-column-names --raw --default-character-set=utf8mb4';

/** How MySQL or MariaDB is dumped over the network as root, and how a restored server is checked. */
export function dumpOf(traits: DumpTraits): DumpEngine {
  const { engine, clients, checks, passwords, facts, more = [], sources } = traits;
  const local = (context: EngineContext, ...lines: readonly string[]): string =>
    [...surroundings(context, passwords), findProgram(...clients), ...lines].join('\n');
  const told = [`${ASK} <<'PLINTH' || exit 1\n${COMMON_FACTS}${facts}PLINTH`, ...more, ...counts('facts', ASK)];
  return {
    engine,
    methods: [logical(traits)],
    unable: (context, method) => {
      if (method === 'physical') {
        return `a physical backup of ${engine === 'mysql' ? 'MySQL' : 'MariaDB'} reads the data directory from beside the server, which a Job in another pod cannot; take a logical one or a snapshot`;
      }
      const host = valueOf(context.container, 'MARIADB_ROOT_HOST', 'MYSQL_ROOT_HOST');
      if (host === 'localhost' || host === '127.0.0.1') return 'root may log in from the server’s own container only';
      return onlyInFile(context.container, passwords);
    },
    facts: (context) => local(context, ...told),
    around: (context) => remote(context, passwords, [findProgram(...clients), ...told]),
    check: (context) =>
      local(
        context,
        `checker="$(${checks.map((name) => `command -v ${name}`).join(' || ')})" || { echo 'no client: ${checks.join(', ')}' >&2; exit 127; }`,
        'said="$("$checker" "$@" --all-databases --extended 2>&1)"; code=$?',
        // The program ends with 0 also where it found a corrupt table.
        `wrong="$(printf '%s\\n' "$said" | grep -iE '^(error|warning) *:|corrupt' | grep -viE "doesn't support|hasn't closed the table" | head -n 5 | tr '\\n' ' ')"`,
        'if [ $code = 0 ] && [ -z "$wrong" ]; then echo \'ok every table was read and its indexes compared (CHECK TABLE EXTENDED)\'',
        'else printf "bad CHECK TABLE (exit code %s): %s\\n" "$code" "$wrong"; fi',
        ...counts('check', ASK),
      ),
    source: sources.check,
  };
}

const COMMON_FACTS = `SELECT CONCAT('version=', VERSION());
SELECT CONCAT('remark=', COUNT(*), ' tables are of an engine without transactions: they are dumped as they are at their turn, not at one point in time') FROM information_schema.TABLES WHERE TABLE_TYPE = 'BASE TABLE' AND ENGINE <> 'InnoDB' AND TABLE_SCHEMA NOT IN ${OWN_SCHEMAS} HAVING COUNT(*) > 0;
`;

function logical({ clients, dumps, passwords, grants, sources }: DumpTraits): DumpMethod {
  return {
    method: 'logical',
    consistency: 'application',
    dump: (context) =>
      remote(context, passwords, [
        findProgram(...clients),
        `dump="$(${dumps.map((name) => `command -v ${name}`).join(' || ')})" || { echo 'no client: ${dumps.join(', ')}' >&2; exit 127; }`,
        `names="$(${ASK} -e "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME NOT IN ${OWN_SCHEMAS}")"`,
        `users="$(${ASK} -e "${present(grants.byUser)}")"`,
        `others="$(${ASK} -e "${present(grants.others)}")"`,
        'set -- "$@" --single-transaction --hex-blob --default-character-set=utf8mb4',
        // What MySQL's own program needs: a new server counts its transactions anew. MariaDB's does not know the option.
        'case "$("$dump" --version)" in *MariaDB*) ;; *) set -- "$@" --set-gtid-purged=OFF ;; esac',
        // Views and routines name their makers: accounts come first. The new server's root stays as its Secret has it.
        "printf 'USE mysql;\\n'",
        'if [ -n "$users" ]; then "$dump" "$@" --no-create-info --skip-triggers --replace --complete-insert --where="User <> \'root\'" mysql $users; fi',
        'if [ -n "$others" ]; then "$dump" "$@" --no-create-info --skip-triggers --replace --complete-insert mysql $others; fi',
        "printf '\\nFLUSH PRIVILEGES;\\n'",
        "IFS='\n'; set -f",
        'if [ -n "$names" ]; then "$dump" "$@" --routines --events --triggers --databases $names; fi',
        `printf "\\nSELECT '%s';\\n" '${WHOLE}'`,
      ]),
    restore: {
      kind: 'load',
      script: (context) =>
        remote(context, passwords, [
          findProgram(...clients),
          `held="$(${ASK} -e "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA NOT IN ${OWN_SCHEMAS}")"`,
          '[ "$held" = 0 ] || { echo "the server is not empty: it holds $held tables" >&2; exit 1; }',
          ...loadWhole(`${ASK} --max-allowed-packet=1G`),
        ]),
    },
    leavesOut: [
      'root’s own accounts: the new server has them from its Secret',
      'binary logs and the history of GTIDs: no later point in time can be reached from it',
      'settings of SET PERSIST and of option files',
      'one point in time for tables of engines without transactions',
    ],
    source: sources.dump,
  };
}

/** Which of these tables the server's version has. */
function present(names: readonly string[]): string {
  const list = ['', ...names].map((name) => `'${name}'`).join(', ');
  return `SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'mysql' AND TABLE_TYPE = 'BASE TABLE' AND TABLE_NAME IN (${list})`;
}

/** A script of a Job that logs in at `$HOST` and `$PORT` as root. */
function remote({ container }: EngineContext, passwords: readonly string[], lines: readonly string[]): JobScript {
  const user = valueOf(container, 'MARIADB_ROOT_USER', 'MYSQL_ROOT_USER') ?? 'root';
  const reach = `set -- --host="$HOST" --port="$PORT" --protocol=TCP --user=${quote(user)}`;
  return { script: ['set -eu', reach, ...lines].join('\n'), inherits: [{ name: 'MYSQL_PWD', from: passwords }] };
}
