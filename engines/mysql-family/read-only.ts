import { findProgram } from '../live/script.ts';
import type { EngineContext } from '../model/engine.ts';
import { surroundings } from './live.ts';

/** Whether a server that is read-only now is so after its next start, too. */
export interface ReadOnly {
  /** `off`: it is not read-only now. */
  readonly state: 'lasting' | 'passing' | 'off' | 'unknown';
  /** In plain words. */
  readonly why: string;
}

const CLIENT = '"$program" "$@" --batch --skip-column-names --raw --connect-timeout=5';

/**
 * Where the value comes from. MySQL from 8.0 on: https://dev.mysql.com/doc/refman/8.4/en/performance-schema-variables-info-table.html,
 * https://dev.mysql.com/doc/refman/8.4/en/performance-schema-persisted-variables-table.html; MariaDB: https://mariadb.com/kb/en/information-schema-system_variables-table/
 */
const QUERIES = {
  mysql: [
    "SELECT CONCAT('now=', @@GLOBAL.read_only);",
    "SELECT CONCAT('from=', VARIABLE_SOURCE) FROM performance_schema.variables_info WHERE VARIABLE_NAME IN ('read_only', 'super_read_only');",
    "SELECT CONCAT('persisted=', VARIABLE_VALUE) FROM performance_schema.persisted_variables WHERE VARIABLE_NAME IN ('read_only', 'super_read_only');",
  ],
  mariadb: [
    "SELECT CONCAT('now=', @@GLOBAL.read_only);",
    "SELECT CONCAT('from=', GLOBAL_VALUE_ORIGIN) FROM information_schema.SYSTEM_VARIABLES WHERE VARIABLE_NAME = 'READ_ONLY';",
  ],
} as const;

/** A script for exec in the server's container; {@link readReadOnly} reads what it prints. */
export function readOnlyScript(context: EngineContext, engine: 'mysql' | 'mariadb'): string {
  const passwords = ['MARIADB_ROOT_PASSWORD', 'MYSQL_ROOT_PASSWORD'];
  return [
    ...surroundings(context, passwords),
    findProgram(engine, 'mysql', `/opt/bitnami/${engine}/bin/${engine}`),
    `${CLIENT} <<'PLINTH'\n${QUERIES[engine].join('\n')}\nPLINTH`,
  ].join('\n');
}

/** Origins that are gone after a restart: set by a statement, or nobody's. */
const PASSING: ReadonlySet<string> = new Set(['DYNAMIC', 'COMPILED', 'SQL', 'COMPILE-TIME', 'AUTO']);

/** A line of an option file. https://dev.mysql.com/doc/refman/8.4/en/option-files.html */
const IN_FILE = /^[ \t]*(?:super[_-])?read[_-]only[ \t]*(?:=[ \t]*(?:on|1|true)[ \t]*)?(?:#.*)?$/imu;

/** Reads what the script printed, beside the option files in sight. What is persisted beats files; both beat what a statement has set. */
export function readReadOnly(output: string, { container }: Pick<EngineContext, 'container'>): ReadOnly {
  const told = (key: string): string[] =>
    [...output.matchAll(new RegExp(`^${key}=(.*)$`, 'gmu'))].map(([, value = '']) => value.trim().toUpperCase());
  const [now] = told('now');
  const isOn = (value: string | undefined): boolean => value === '1' || value?.toUpperCase() === 'ON';
  if (now === undefined) return { state: 'unknown', why: 'it does not tell where its read_only is from' };
  if (!isOn(now)) return { state: 'off', why: 'it is not read-only' };
  const persisted = told('persisted');
  if (persisted.some(isOn)) return { state: 'lasting', why: 'read_only is persisted' };
  if (persisted.length > 0)
    return { state: 'passing', why: 'read_only was set by a statement, and OFF is what is persisted' };
  // Files alone: an argument of a start script may be meant for the primary.
  const file = container.files.find(({ text }) => IN_FILE.test(text));
  if (file !== undefined) return { state: 'lasting', why: `read_only stands in ${file.path}` };
  const from = told('from');
  if (from.length === 0) return { state: 'unknown', why: 'it does not tell where its read_only is from' };
  return from.every((one) => PASSING.has(one))
    ? { state: 'passing', why: 'read_only was set by a statement, and stands in no configuration' }
    : { state: 'lasting', why: 'read_only is from its configuration' };
}
