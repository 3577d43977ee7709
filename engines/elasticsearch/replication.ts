import { configurationVariablesSeen } from '../configuration/environment.ts';
import { valueOf } from '../configuration/environment.ts';
import { isOriginal } from '../configuration/origin.ts';
import { isStartInSight } from '../configuration/start.ts';
import type { EngineContext, Replication } from '../model/engine.ts';
import { isUnknown } from '../model/object.ts';
import { configurationFile, SERVER_COMMANDS } from './configuration.ts';
import { DATA_DIRECTORIES, DISCOVERY_SERVICE } from './facts.ts';
import { IMAGES } from './images.ts';

/** Settings that let a node find the others, of all versions. */
const DISCOVERY = [
  'discovery.seed_hosts',
  'discovery.seed_providers',
  'cluster.initial_master_nodes',
  'discovery.zen.ping.unicast.hosts',
  'discovery.zen.hosts_provider',
  'discovery.zen.minimum_master_nodes',
];

/** Variables of images that say the same. */
const VARIABLES = ['ELASTICSEARCH_CLUSTER_HOSTS', 'ELASTICSEARCH_CLUSTER_MASTER_HOSTS', 'DISCOVERY_SERVICE'];

/** Whether the nodes form a cluster: without any discovery setting a node looks for others on its own host alone. */
export function replication(context: EngineContext): Replication {
  const { settings, container, variant } = context;
  const type = settings.get('discovery.type');
  if (type?.value === 'single-node') {
    const why = 'discovery.type is single-node: every node is a cluster of its own';
    return { state: 'none', why, evidence: type.source };
  }
  if (type !== undefined && type.value !== 'multi-node' && type.value !== 'zen') {
    return self(`discovery.type ${type.value} finds the nodes`, type.source);
  }
  // A list in a file may stand under its name or under `name.0`.
  const isDiscovery = (name: string) => DISCOVERY.some((known) => name === known || name.startsWith(`${known}.`));
  const setting = [...settings.values()].find(({ name }) => isDiscovery(name));
  if (setting !== undefined) return self(`${setting.name} lets the nodes find each other`, setting.source);
  const { variables } = container.environment;
  const variable = [...DISCOVERY, ...VARIABLES].map((name) => variables.get(name)).find((found) => found !== undefined);
  if (variable !== undefined) return self(`${variable.name} lets the nodes find each other`, variable.source);
  if (variant === 'pires' || variant === 'addon') {
    return { state: 'self', method: 'discovery', why: 'the image asks Kubernetes for the other nodes' };
  }
  const reason = notRead(context);
  return reason === undefined
    ? { state: 'none', why: 'no discovery is configured: every node is a cluster of its own' }
    : { state: 'unknown', why: reason };
}

function self(why: string, evidence: NonNullable<Replication['evidence']>): Replication {
  return { state: 'self', method: 'discovery', why, evidence };
}

function notRead(context: EngineContext): string | undefined {
  const { state } = configurationFile(context);
  if (state !== 'image' && state !== 'seen') return 'its elasticsearch.yml is not in sight';
  if (DATA_DIRECTORIES[context.variant] === undefined || !isOriginal(context, IMAGES))
    return 'what the image does is not known';
  if (!isStartInSight(context.container, SERVER_COMMANDS)) return 'how it is started is not in sight';
  return configurationVariablesSeen(context.container) ? undefined : 'variables come from out of sight';
}

/** Settings that hold the addresses of the nodes to ask. */
const SEED_HOSTS = ['discovery.seed_hosts', 'discovery.zen.ping.unicast.hosts'];

/**
 * Whether the nodes look for each other through the StatefulSet's governing Service: data nodes often ask the masters' Service
 * alone. True where the addresses cannot be known.
 */
export function asksGoverningService(context: EngineContext): boolean {
  const governing = context.workload.root.at('spec', 'serviceName').string();
  const hosts = seedHosts(context);
  if (governing === undefined || hosts.length === 0 || hosts.some((host) => isUnknown(host))) return true;
  // `SERVICE.NAMESPACE…`, or `POD.SERVICE.NAMESPACE…`.
  return hosts.some((host) => host.split('.', 2).includes(governing));
}

function seedHosts({ settings, container, variant }: EngineContext): string[] {
  const isSeeds = (name: string) => SEED_HOSTS.some((known) => name === known || name.startsWith(`${known}.`));
  const written = [...settings.values()].filter(({ name }) => isSeeds(name)).map(({ value }) => value);
  const service = variant === 'pires' ? [readDiscoveryService(container)] : [];
  const texts = written.length > 0 ? written : service;
  return texts
    .flatMap((text) => text.split(/[\s,[\]"']+/u))
    .map((host) => host.replace(/:\d+$/u, ''))
    .filter(Boolean);
}

function readDiscoveryService(container: EngineContext['container']): string {
  const { variables } = container.environment;
  if (!variables.has('DISCOVERY_SERVICE')) return DISCOVERY_SERVICE.value;
  return valueOf(container, 'DISCOVERY_SERVICE') ?? '';
}
