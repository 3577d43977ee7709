import { readKeyValues } from '../configuration/files.ts';
import { positional, readOptions } from '../configuration/options.ts';
import { readVariable } from '../configuration/environment.ts';
import type { EngineContext, Setting, Settings } from '../model/engine.ts';
import type { Source } from '../model/field.ts';
import { isUnknown, MASK_CHARACTER, valueAt } from '../model/object.ts';
import type { MountedFile } from '../model/workload.ts';
import { clientPort } from './facts.ts';

/** The server's executables. */
export const serverPrograms: readonly string[] = ['postgres', 'postmaster'];

/** Configuration files of other things that lie beside postgresql.conf. */
const OTHER_FILES = /pg_hba|pg_ident|recovery\.(?:conf|done)|pgbouncer|pgpool|repmgr|supervisor|nginx/u;

/** Directories where the images look for configuration on their own. */
const CONFIGURATION_PLACES = /postgres|pgsql|pgdata/u;

/**
 * The settings: files in sight first, then what variables of the image become, then arguments, as PostgreSQL ranks them.
 * Source: https://www.postgresql.org/docs/current/config-setting.html
 */
export function settings(context: Omit<EngineContext, 'settings'>): Settings {
  const found = new Map<string, Setting>();
  for (const file of configurationFiles(context)) {
    for (const setting of readKeyValues(file.text, file.source, 'equals')) {
      found.set(setting.name, { ...setting, from: 'file' });
    }
  }
  // https://www.postgresql.org/docs/current/libpq-envars.html; bitnami: README, «Environment variables».
  const port = readVariable(context.container, 'POSTGRESQL_PORT_NUMBER', 'PGPORT');
  if (port !== undefined) {
    const value = port.state === 'known' ? port.value : MASK_CHARACTER;
    found.set('port', { name: 'port', value, from: 'environment', source: port.variable.source });
  }
  for (const setting of argumentSettings(context)) found.set(setting.name, setting);
  return found;
}

/** `-c name=value`, `--name=value`, `-D directory`, `-p port`, and the other single letters that stand for a setting. */
function argumentSettings({ container }: Omit<EngineContext, 'settings'>): Setting[] {
  // pg_ctl hands its -D on to the server.
  const ofControl = readOptions(container, ['pg_ctl']).filter(({ name }) => name === 'D');
  return [...ofControl, ...readOptions(container, serverPrograms)].flatMap(({ name, value, source, from }) => {
    // `-D "$PGDATA"` says what the variable says, which the image sets when nobody else does.
    if (name === 'D' && isUnknown(value) && writtenAt(source).includes('PGDATA')) return [];
    if (name === 'c') {
      const [, key = '', text = ''] = /^([^=]+)=([^]*)$/u.exec(value ?? '') ?? [];
      return key === '' ? [] : [{ name: canonical(key), value: unquote(text), source, from }];
    }
    if (name === 'F') return [{ name: 'fsync', value: 'off', source, from }];
    const letter = LETTERS[name];
    if (letter !== undefined) return value === undefined ? [] : [{ name: letter, value, source, from }];
    return name.length > 1 && value !== undefined ? [{ name: canonical(name), value, source, from }] : [];
  });
}

/** The text as it is written at a source. */
function writtenAt({ object, path, span }: Source): string {
  const value = valueAt(object.body, path);
  if (typeof value !== 'string') return '';
  return span === undefined ? value : value.slice(...span);
}

/** Source: https://www.postgresql.org/docs/current/app-postgres.html */
const LETTERS: Readonly<Record<string, string | undefined>> = {
  D: 'data_directory',
  p: 'port',
  B: 'shared_buffers',
  N: 'max_connections',
  h: 'listen_addresses',
  k: 'unix_socket_directories',
};

function canonical(name: string): string {
  return name.trim().toLowerCase().replaceAll('-', '_');
}

function unquote(text: string): string {
  return /^'[^']*'$/u.test(text) ? text.slice(1, -1) : text;
}

/** postgresql.conf and what it includes, as far as ConfigMaps in sight hold them; the main file first. */
function configurationFiles(context: Omit<EngineContext, 'settings'>): MountedFile[] {
  const named = configFile(context);
  const files = context.container.files.filter(
    ({ path }) =>
      path === named || (path.endsWith('.conf') && CONFIGURATION_PLACES.test(path) && !OTHER_FILES.test(path)),
  );
  return files.sort((a, b) => rank(a) - rank(b) || a.path.localeCompare(b.path));
}

function rank({ path }: MountedFile): number {
  return path.endsWith('/postgresql.conf') ? 0 : 1;
}

/** The file that `config_file` names. */
function configFile({ container }: Omit<EngineContext, 'settings'>): string | undefined {
  const values = readOptions(container, serverPrograms).flatMap(({ name, value }) =>
    name === 'config_file' || name === 'config-file'
      ? [value]
      : name === 'c'
        ? [/^config_file=(.*)$/u.exec(value ?? '')?.[1]]
        : [],
  );
  return values.findLast((value) => value !== undefined)?.replace(/^'(.*)'$/u, '$1');
}

/** True when the server is told to read a configuration file that is not in sight. */
export function readsUnseenFile(context: Omit<EngineContext, 'settings'>): boolean {
  const named = configFile(context);
  const isSeen = named === undefined || context.container.files.some(({ path }) => path === named);
  return !isSeen || positional(context.container, serverPrograms).some((word) => isUnknown(word.value));
}

/** The port on which it listens; undefined where a file out of sight or a template says. */
export function port(context: EngineContext): number | undefined {
  const setting = context.settings.get('port');
  if (setting !== undefined) return /^\d+$/u.test(setting.value) ? Number(setting.value) : undefined;
  return readsUnseenFile(context) ? undefined : clientPort.value;
}
