import { readVariable } from '../configuration/environment.ts';
import { readKeyValues, readYamlSettings } from '../configuration/files.ts';
import { callOfVariable } from '../configuration/flags-variable.ts';
import { lookAtFile } from '../configuration/mounted-file.ts';
import type { FileSight } from '../configuration/mounted-file.ts';
import { optionsOf } from '../configuration/options.ts';
import { serverCalls } from '../configuration/start.ts';
import type { EngineContext, Setting, Settings } from '../model/engine.ts';
import { isUnknown } from '../model/object.ts';
import type { Container, MountedFile } from '../model/workload.ts';
import { canonicalName, settingOf } from './option-names.ts';

type Facing = Omit<EngineContext, 'settings'>;

/** The server and the start scripts of its images. */
export const SERVER_COMMANDS: readonly string[] = ['mongod', 'run-mongod', 'run-mongod-replication'];

/** Bitnami's variables that become settings. */
const BITNAMI_VARIABLES: readonly (readonly [variable: string, name: string])[] = [
  ['MONGODB_PORT_NUMBER', 'net.port'],
  ['MONGODB_REPLICA_SET_NAME', 'replication.replSetName'],
];

/** MongoDB's settings under the names of the configuration file; arguments beat the file. */
export function readSettings(context: Facing): Settings {
  const settings = new Map<string, Setting>();
  const ofArguments = argumentSettings(context);
  const add = (setting: Setting) => settings.set(setting.name, setting);
  if (context.variant.startsWith('bitnami')) variableSettings(context).forEach(add);
  const sight = configurationFile(context);
  if (sight?.state === 'seen' || sight?.state === 'copied') fileSettings(sight.file).forEach(add);
  ofArguments.forEach(add);
  return settings;
}

/** The configuration file that the server is started with, as far as it is in sight; undefined where it is started without one. */
export function configurationFile(context: Facing): FileSight | undefined {
  const { container, pod, variant } = context;
  const named = argumentSettings(context).findLast(({ name }) => name === 'config');
  if (named !== undefined)
    return isUnknown(named.value) ? { state: 'unseen' } : lookAtFile(named.value, container, pod);
  if (!variant.startsWith('bitnami')) return undefined;
  const found = ['/bitnami/mongodb/conf/mongodb.conf', '/opt/bitnami/mongodb/conf/mongodb.conf']
    .map((path) => lookAtFile(path, container, pod))
    .find(({ state }) => state === 'seen' || state === 'copied');
  return found;
}

/** True when mongod itself is called, so that no start script of an image can add to its arguments. */
export function isStartedDirectly(container: Container): boolean {
  return serverCalls(container, SERVER_COMMANDS).some(({ program }) => program === 'mongod');
}

function argumentSettings({ container, variant }: Facing): Setting[] {
  const flags = variant.startsWith('bitnami') ? callOfVariable(container, 'MONGODB_EXTRA_FLAGS') : undefined;
  return [...(flags === undefined ? [] : [flags]), ...serverCalls(container, SERVER_COMMANDS)]
    .flatMap(optionsOf)
    .flatMap(({ name, value, source, from }): Setting[] => {
      const setting = settingOf(name, value);
      return setting === undefined ? [] : [{ name: setting[0], value: setting[1], source, from }];
    });
}

/** YAML since 2.6; `name = value` before, and still read. */
function fileSettings(file: MountedFile): Setting[] {
  const isYaml = /^\s*[A-Za-z]\w*\s*:/mu.test(file.text);
  if (isYaml) {
    return readYamlSettings(file.text, file.source).map((line) => ({
      ...line,
      name: canonicalName(line.name),
      from: 'file',
    }));
  }
  return readKeyValues(file.text, file.source, 'equals').flatMap(({ name, value, source }): Setting[] => {
    const setting = settingOf(name, value);
    return setting === undefined ? [] : [{ name: setting[0], value: setting[1], source, from: 'file' }];
  });
}

function variableSettings({ container }: Facing): Setting[] {
  const isReplicaSet = container.environment.variables.has('MONGODB_REPLICA_SET_MODE');
  return BITNAMI_VARIABLES.flatMap(([variable, name]): Setting[] => {
    const found = readVariable(container, variable);
    if (found?.state !== 'known' || (name.startsWith('replication.') && !isReplicaSet)) return [];
    return [{ name, value: found.value, from: 'environment', source: found.variable.source }];
  });
}
