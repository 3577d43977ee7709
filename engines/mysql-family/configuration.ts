import { readVariable } from '../configuration/environment.ts';
import { readIni } from '../configuration/files.ts';
import { readOptions } from '../configuration/options.ts';
import type { EngineContext, Setting, Settings } from '../model/engine.ts';
import { MASK_CHARACTER } from '../model/object.ts';
import type { MountedFile } from '../model/workload.ts';
import { listensOnLoopback } from '../probes/loopback.ts';

/** The server's executables, in MySQL and in MariaDB. */
export const serverPrograms: readonly string[] = ['mysqld', 'mariadbd', 'mysqld_safe', 'mariadbd-safe'];

/** Variables that bitnami and Red Hat images turn into settings. */
const SETTING_VARIABLES: Readonly<Record<string, string>> = {
  MYSQL_PORT_NUMBER: 'port',
  MARIADB_PORT_NUMBER: 'port',
  MYSQL_DATA_DIR: 'datadir',
  MARIADB_DATA_DIR: 'datadir',
};

/**
 * The settings under their names with `_`: option files in sight first, then what the image makes of variables, then arguments.
 * `skip-x` is `x = OFF` to the server and stands here so.
 * Sources: https://dev.mysql.com/doc/refman/8.4/en/option-file-options.html,
 * https://mariadb.com/kb/en/configuring-mariadb-with-option-files/
 */
export function settings(context: Omit<EngineContext, 'settings'>, sections: readonly string[]): Settings {
  const { container, variant } = context;
  const found = new Map<string, Setting>();
  const add = (setting: Setting) => {
    const { name, value } = setting;
    const isSkip = name.startsWith('skip_') && value === 'ON' && !STANDALONE_SKIPS.has(name);
    const plain = isSkip ? { ...setting, name: name.slice('skip_'.length), value: 'OFF' } : setting;
    found.set(plain.name, plain);
  };
  for (const file of optionFiles(container.files)) {
    for (const setting of readIni(file.text, file.source, sections)) add({ ...setting, from: 'file' });
  }
  if (variant !== 'official') {
    for (const [variable, name] of Object.entries(SETTING_VARIABLES)) {
      const one = readVariable(container, variable);
      if (one === undefined) continue;
      const value = one.state === 'known' ? one.value : MASK_CHARACTER;
      add({ name, value, from: 'environment', source: one.variable.source });
    }
  }
  for (const { name, value, source, from } of readOptions(container, serverPrograms)) {
    const long = name === 'P' ? 'port' : name === 'h' ? 'datadir' : name;
    if (long.length > 1) add({ name: canonical(long), value: value ?? 'ON', source, from });
  }
  return found;
}

/** Settings that bear `skip_` in their own name. */
const STANDALONE_SKIPS: ReadonlySet<string> = new Set([
  'skip_networking',
  'skip_name_resolve',
  'skip_grant_tables',
  'skip_show_database',
  'skip_external_locking',
  'skip_slave_start',
  'skip_replica_start',
]);

function canonical(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('-', '_')
    .replace(/^loose_/u, '');
}

/** Files that the server reads: *.cnf, in the order in which it reads directories. */
function optionFiles(files: readonly MountedFile[]): MountedFile[] {
  return files.filter(({ path }) => path.endsWith('.cnf')).sort((a, b) => a.path.localeCompare(b.path));
}

/** True when the server is told to read an option file that is not in sight. */
export function readsUnseenFile({ container }: Omit<EngineContext, 'settings'>): boolean {
  return readOptions(container, serverPrograms).some(
    ({ name, value }) =>
      /^defaults-(?:extra-)?file$/u.test(name) && !container.files.some(({ path }) => path === value),
  );
}

/** The port on which it listens: a setting, or 3306; undefined where something out of sight says. */
export function port(context: EngineContext): number | undefined {
  const setting = context.settings.get('port');
  if (setting !== undefined) return /^\d+$/u.test(setting.value) ? Number(setting.value) : undefined;
  return readsUnseenFile(context) ? undefined : DEFAULT_PORT;
}

/** https://dev.mysql.com/doc/mysql-port-reference/en/mysql-port-reference-tables.html */
export const DEFAULT_PORT = 3306;

/** True when a client in the pod reaches the server at 127.0.0.1: https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_bind_address */
export function answersOnLoopback({ settings }: EngineContext): boolean {
  const isOff = /^(?:on|1|true)$/iu.test(settings.get('skip_networking')?.value ?? '');
  return !isOff && listensOnLoopback(settings.get('bind_address')?.value, true);
}
