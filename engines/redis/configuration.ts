import type { Call } from '../configuration/calls.ts';
import { optionsOf } from '../configuration/options.ts';
import { readKeyValues } from '../configuration/files.ts';
import { callOfVariable } from '../configuration/flags-variable.ts';
import { lookAtFile } from '../configuration/mounted-file.ts';
import type { FileSight } from '../configuration/mounted-file.ts';
import { serverCalls } from '../configuration/start.ts';
import type { EngineContext, Setting, Settings } from '../model/engine.ts';
import { isUnknown } from '../model/object.ts';
import type { Container, MountedFile } from '../model/workload.ts';
import type { Flavour } from './flavour.ts';

type Facing = Omit<EngineContext, 'settings'>;

/** Settings under an old name. */
const ALIASES: Readonly<Record<string, string>> = { slaveof: 'replicaof', 'slave-read-only': 'replica-read-only' };

/** Bitnami's variables that become lines of redis.conf, without their prefix. */
const BITNAMI_VARIABLES: Readonly<Record<string, string>> = {
  DATA_DIR: 'dir',
  AOF_ENABLED: 'appendonly',
  PORT_NUMBER: 'port',
  REPLICATION_MODE: 'replication-mode',
  ACLFILE: 'aclfile',
};

/** Redis' settings under the names of redis.conf: arguments beat the file, the file beats bitnami's variables. */
export function readSettings(context: Facing, flavour: Flavour): Settings {
  const settings = new Map<string, Setting>();
  const add = (setting: Setting) => {
    const name = ALIASES[setting.name] ?? setting.name;
    settings.set(name, {
      ...setting,
      name,
      value: name === 'save' ? joinSaves(settings.get('save'), setting) : setting.value,
    });
  };
  if (context.variant.startsWith('bitnami')) ofVariables(context, flavour).forEach(add);
  for (const { text, source } of filesOf(context, flavour)) {
    readKeyValues(text, source, 'space').forEach((line) => {
      add({ ...line, from: 'file' });
    });
  }
  const variable = flagsVariable(context.variant, flavour);
  const flags = variable === undefined ? undefined : callOfVariable(context.container, variable);
  for (const { name, values, source } of flags === undefined ? [] : optionsOf(flags)) {
    add({ name: name.toLowerCase(), value: values.join(' '), source, from: 'environment' });
  }
  for (const call of serverCalls(context.container, flavour.serverCommands)) {
    for (const { name, values, source, from } of optionsOf(parted(call))) {
      add({ name: name.toLowerCase(), value: values.join(' '), source, from });
    }
  }
  return settings;
}

/**
 * The server joins its arguments to lines of a configuration file: `"--appendonly yes"` in one word says what it says in two.
 * Source: https://redis.io/docs/latest/operate/oss_and_stack/management/config/ (passing arguments via the command line)
 */
function parted(call: Call): Call {
  const words = call.words.flatMap((word) => {
    if (!/^--[A-Za-z][\w-]*\s/u.test(word.value)) return [word];
    const parts = word.value.trim().split(/\s+/u);
    return parts.map((value) => ({ ...word, value: /^(?:""|'')$/u.test(value) ? '' : value }));
  });
  return { ...call, words };
}

/** The variable whose text the image's start script adds to the command line. */
function flagsVariable(variant: string, { prefix }: Flavour): string | undefined {
  if (variant === 'stack') return 'REDIS_ARGS';
  return variant.startsWith('bitnami') ? `${prefix}EXTRA_FLAGS` : undefined;
}

/** Further `save` lines of the same kind add to the first; `save ""` removes all before it; arguments add to the file. */
function joinSaves(before: Setting | undefined, next: Setting): string {
  return before === undefined || before.value === '' || next.value === ''
    ? next.value
    : `${before.value} ${next.value}`;
}

function ofVariables({ container }: Facing, { prefix }: Flavour): Setting[] {
  const { variables } = container.environment;
  const settings = Object.entries(BITNAMI_VARIABLES).flatMap(([variable, name]): Setting[] => {
    const found = variables.get(prefix + variable);
    if (found?.value === undefined || found.value === '') return [];
    return [{ name, value: found.value, from: 'environment', source: found.source }];
  });
  const policy = variables.get(`${prefix}RDB_POLICY_DISABLED`);
  if (policy?.value !== undefined && /^(?:yes|true|1)$/iu.test(policy.value)) {
    settings.push({ name: 'save', value: '', from: 'environment', source: policy.source });
  }
  return settings;
}

/**
 * The configuration file that the server is started with, as far as it is in sight; undefined where it is started without one.
 * The first word of the command line is the file, when it is no option.
 */
export function configurationFile({ container, pod, variant }: Facing, flavour: Flavour): FileSight | undefined {
  for (const { words } of serverCalls(container, flavour.serverCommands)) {
    const path = words[0]?.value;
    if (path === undefined || path === '' || path.startsWith('-')) continue;
    return isUnknown(path) ? { state: 'unseen' } : lookAtFile(absolute(path), container, pod);
  }
  const [mounted] = bitnamiFiles(container, variant, flavour);
  return mounted && { state: 'seen', file: mounted };
}

/** The files from which settings come, in the order in which the server reads them. */
function filesOf(context: Facing, flavour: Flavour): readonly MountedFile[] {
  const mounted = bitnamiFiles(context.container, context.variant, flavour);
  const sight = configurationFile(context, flavour);
  const named = sight?.state === 'seen' || sight?.state === 'copied' ? [sight.file] : [];
  return [...mounted.filter((file) => !named.includes(file)), ...named];
}

/**
 * Bitnami's images and their chart keep configuration in this folder: `redis.conf`, `master.conf`, `replica.conf`, `overrides.conf`.
 * Source: https://github.com/bitnami/containers/tree/main/bitnami/redis#configuration-file
 */
function bitnamiFiles({ files }: Container, variant: string, { id }: Flavour): readonly MountedFile[] {
  if (!variant.startsWith('bitnami')) return [];
  const folder = `/opt/bitnami/${id}/`;
  return files.filter(
    ({ path }) => path.startsWith(folder) && /\/(?:redis|valkey|master|primary|overrides)\.conf$/u.test(path),
  );
}

function absolute(path: string): string {
  return path.startsWith('/') ? path : `/data/${path}`;
}
