import { onlyInFile } from '../dumping/password.ts';
import { loadWhole, WHOLE } from '../dumping/whole.ts';
import { findProgram } from '../live/script.ts';
import type { DumpEngine, DumpMethod } from '../model/dump.ts';
import type { EngineContext } from '../model/engine.ts';
import { admissionOf } from './dump-admission.ts';
import { ASK, remote } from './dump-client.ts';
import { changes, counts, OWN_SCHEMAS } from './dump-count.ts';
import { loginOf } from './dump-login.ts';
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
  /** What a login of its own needs beside what both need. */
  readonly rights: (context: EngineContext) => readonly string[];
  /** Arguments of a server that takes writes and follows nobody. */
  readonly alone: readonly string[];
  readonly sources: { readonly dump: string; readonly check: string };
}

/**
 * Errors of the client (2000 and up: the server is out of reach or went away) and of a server without room or memory, or that lets nobody in.
 * https://dev.mysql.com/doc/mysql-errors/8.4/en/
 */
const ELSEWHERE =
  '^ERROR (2[0-9][0-9][0-9]|1021|1026|1037|1038|1040|1041|1045|1053|1114|1135|1152|1158|1159|1160|1161|1184|1290)[ (]';

/** How MySQL or MariaDB is dumped over the network, as root or by a login of its own, and how a restored server is checked. */
export function dumpOf(traits: DumpTraits): DumpEngine {
  const { engine, clients, checks, passwords, facts, more = [], sources } = traits;
  const local = (context: EngineContext, ...lines: readonly string[]): string =>
    [...surroundings(context, passwords), findProgram(...clients), ...lines].join('\n');
  const told = [
    `${ASK} <<'PLINTH' || exit 1\n${COMMON_FACTS}${facts}PLINTH`,
    ...more,
    ...changes(ASK),
    ...counts('facts', ASK),
  ];
  return {
    engine,
    methods: [logical(traits)],
    unable: (context, method) => {
      if (method === 'physical') {
        return `a physical backup of ${engine === 'mysql' ? 'MySQL' : 'MariaDB'} reads the data directory from beside the server, which a Job in another pod cannot; take a logical one or a snapshot`;
      }
      return onlyInFile(context.container, passwords);
    },
    login: loginOf({ ...traits, source: sources.dump }),
    admit: (context) => admissionOf(traits, context),
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
    query: {
      job: (context) => remote(context, passwords, [findProgram(...clients), ASKED]),
      local: (context) => local(context, ASKED),
    },
    alone: ({ variant }) => (OWN_START.has(variant) ? undefined : traits.alone),
    source: sources.check,
  };
}

/** https://dev.mysql.com/doc/refman/8.4/en/commit.html */
const ASKED = `${ASK} \${PLINTH_QUERY_DATABASE:+--database="$PLINTH_QUERY_DATABASE"} -e "START TRANSACTION READ ONLY; $PLINTH_QUERY"`;

/** Images whose own program starts the server, and takes no arguments for it. Sources: their READMEs, see `images.ts`. */
const OWN_START: ReadonlySet<string> = new Set(['bitnami', 'sclorg']);

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
          ...loadWhole(`${ASK} --max-allowed-packet=1G`, ELSEWHERE),
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
