import { readVariable } from '../configuration/environment.ts';
import { readYamlSettings } from '../configuration/files.ts';
import { lookAtFile } from '../configuration/mounted-file.ts';
import type { FileSight } from '../configuration/mounted-file.ts';
import type { EngineContext, Setting, Settings } from '../model/engine.ts';
import { CONFIGURATION_FILES } from './facts.ts';

type Facing = Omit<EngineContext, 'settings'>;

export const SERVER_COMMANDS: readonly string[] = ['cassandra', 'cassandra-server'];

/** Variables from which the images write lines of cassandra.yaml; they beat a mounted file, which the entrypoint edits. */
const VARIABLES: readonly (readonly [name: string, ...variables: string[]])[] = [
  ['seeds', 'CASSANDRA_SEEDS'],
  ['cluster_name', 'CASSANDRA_CLUSTER_NAME'],
  ['endpoint_snitch', 'CASSANDRA_ENDPOINT_SNITCH'],
  ['num_tokens', 'CASSANDRA_NUM_TOKENS'],
  ['listen_address', 'CASSANDRA_LISTEN_ADDRESS'],
  ['broadcast_address', 'CASSANDRA_BROADCAST_ADDRESS'],
  ['rpc_address', 'CASSANDRA_RPC_ADDRESS'],
  ['seed_provider', 'CASSANDRA_SEED_PROVIDER'],
  ['native_transport_port', 'CASSANDRA_CQL_PORT_NUMBER'],
  ['storage_port', 'CASSANDRA_TRANSPORT_PORT_NUMBER'],
];

/** JVM options that move what cassandra.yaml leaves at its default: `-Dcassandra.storagedir=/data`. */
const STORAGE_FOLDER = /-Dcassandra\.storagedir=([^\s"']+)/u;

/** Cassandra's settings under the names of cassandra.yaml; the seeds of any provider as `seeds`. */
export function readSettings(context: Facing): Settings {
  const settings = new Map<string, Setting>();
  const add = (setting: Setting) => settings.set(setting.name, setting);
  const sight = configurationFile(context);
  if (sight.state === 'seen' || sight.state === 'copied') {
    readYamlSettings(sight.file.text, sight.file.source).forEach((line) =>
      add({ ...line, name: canonicalName(line.name), from: 'file' }),
    );
  }
  for (const [name, ...variables] of VARIABLES) {
    const found = readVariable(context.container, ...variables);
    if (found?.state !== 'known' || found.value === '') continue;
    add({ name, value: found.value, from: 'environment', source: found.variable.source });
  }
  for (const variable of ['JVM_OPTS', 'JVM_EXTRA_OPTS']) {
    const found = readVariable(context.container, variable);
    const folder = found?.state === 'known' ? STORAGE_FOLDER.exec(found.value)?.[1] : undefined;
    if (found === undefined || folder === undefined) continue;
    add({ name: 'cassandra.storagedir', value: folder, from: 'environment', source: found.variable.source });
  }
  return settings;
}

/** The mounted cassandra.yaml, as far as it is in sight; `image` where nothing is mounted over the image's own. */
export function configurationFile({ container, pod, variant }: Facing): FileSight {
  const paths = CONFIGURATION_FILES[variant] ?? ['/etc/cassandra/cassandra.yaml'];
  const sights = paths.map((path) => lookAtFile(path, container, pod));
  const order = ['seen', 'copied', 'unseen'];
  const isData = variant === 'bitnami';
  // A claim at /bitnami/cassandra covers its conf folder too, and hardly ever holds a configuration.
  const found = order
    .filter((state) => !(isData && state === 'unseen'))
    .map((state) => sights.find((sight) => sight.state === state))
    .find((sight) => sight !== undefined);
  return found ?? { state: 'image' };
}

function canonicalName(name: string): string {
  if (/^seed_provider\.\d+\.parameters\.\d+\.seeds$/u.test(name)) return 'seeds';
  return /^seed_provider\.\d+\.class_name$/u.test(name) ? 'seed_provider' : name;
}
