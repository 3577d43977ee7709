import type { Engine } from '../model/engine.ts';
import type { Source } from '../model/field.ts';
import type { Container, Workload } from '../model/workload.ts';
import { readCalls } from '../configuration/calls.ts';
import { startsServer } from './roles.ts';

/** What speaks for a server of an engine where the image is not known. */
export interface Evidence {
  readonly engine: Engine;
  readonly why: string;
  /** Neither a command that starts the server nor the image's name speaks for it: only what surrounds a server. */
  readonly isIndirect: boolean;
  readonly source: Source;
}

/** Words in the names of images and containers that are no servers, whatever engine they name. */
const NO_SERVER =
  /^(?:exporter|metrics|monitor|monitoring|operator|controller|backup|backups|dump|restore|client|cli|proxy|pooler|router|bouncer|haproxy|nginx|envoy|socat|tunnel|bastion|gateway|admin|gui|commander|insight|manager|init|job|cron|migrate|migration|migrations|flyway|liquibase|seed|seeder|loader|sync|connector|consumer|worker|sidecar|agent|check|wait|copy|chown|perms|permissions|reloader|rotate|logrotate|cleanup|xtrabackup|search|kibana|logstash|busybox|alpine|curl)$/u;

/** Words of applications: in an image's name anywhere, in a workload's only behind the engine (`shop-app-mysql` is the shop's MySQL). */
const APPLICATION =
  /^(?:app|apps|api|ui|web|webapp|express|service|svc|frontend|backend|hello|demo|sample|example|test|tests|spring|springboot|boot|django|flask|rails|node|nodejs|php|wordpress|java|jdbc|go|python)$/u;

/** Variables by which a client finds its server: an application carries them, a server does not. */
const CLIENT_VARIABLE =
  /(?:^|_)(?:HOST|HOSTNAME|HOSTS|ADDR|ADDRESS|ENDPOINT|URL|URI|DSN|SERVER)$|DATASOURCE|CONNECTION_STRING|^PGHOST$/u;

/** Server variables that end like a client's. */
const SERVER_VARIABLE = /^(?:MYSQL_ROOT_HOST|MARIADB_ROOT_HOST)$|LISTEN|BROADCAST|ADVERTISED|BIND|RPC_/u;

/**
 * The engine whose server this container most likely is, judged without knowing its image. One sign is not enough, but for the
 * server's own executable: applications carry the same variables, ports and names as their databases.
 */
export function weighEvidence(
  container: Container,
  workload: Workload,
  engines: readonly Engine[],
): Evidence | undefined {
  const judged = engines.map((engine) => judge(container, workload, engine)).filter((one) => one !== undefined);
  const [best] = judged.sort((a, b) => b.weight - a.weight);
  return best;
}

function judge(
  container: Container,
  workload: Workload,
  engine: Engine,
): (Evidence & { readonly weight: number }) | undefined {
  const command = readCalls(container).find((call) => startsServer(call, engine));
  const port = container.ports.find((one) => one.port === engine.clientPort.value);
  const mount = container.mounts.find(({ path }) => engine.dataPaths.some((data) => isWithin(path, data)));
  const variable = serverVariable(container, engine);
  const imageName = container.image?.repository.split('/').at(-1) ?? '';
  const hasImageName = names(imageName, engine) && !wordsOf(imageName).some((word) => APPLICATION.test(word));
  const isLabelled = names(container.name ?? '', engine) || names(workload.name ?? '', engine);
  const hasName = hasImageName || (isLabelled && isServerName(imageName));
  const isMatch =
    command !== undefined ||
    (mount !== undefined && (port !== undefined || variable !== undefined || hasName)) ||
    (port !== undefined && (variable !== undefined || hasName)) ||
    (hasImageName && variable !== undefined);
  if (!isMatch) return undefined;
  const signs = [
    command && `it runs ${command.program ?? 'its server'}`,
    hasName && 'its name says so',
    port && `it opens port ${engine.clientPort.value}`,
    mount?.path !== undefined && `it mounts ${mount.path}`,
    variable && `it sets ${variable.name}`,
  ].filter((sign) => typeof sign === 'string');
  const hasOtherPort = container.ports.some((one) => one.port !== undefined && engine.otherPorts.includes(one.port));
  const weight =
    signs.length + (command === undefined ? 0 : 2) + (hasImageName ? 1 : hasName ? 0.5 : 0) + (hasOtherPort ? 0.5 : 0);
  const source = command?.source ?? container.image?.source ?? port?.field.source ?? container.field.source;
  return { engine, weight, source, why: signs.join(', '), isIndirect: command === undefined && !hasImageName };
}

function isWithin(path: string | undefined, parent: string): boolean {
  return path !== undefined && (path === parent || path.startsWith(`${parent}/`));
}

/** A variable that only servers carry, unless the container also says where its server is. */
function serverVariable(container: Container, engine: Engine): { readonly name: string } | undefined {
  const all = [...container.environment.variables.keys()];
  if (all.some((name) => CLIENT_VARIABLE.test(name) && !SERVER_VARIABLE.test(name))) return undefined;
  const name = engine.serverEnvironment.find((one) => container.environment.variables.has(one));
  return name === undefined ? undefined : { name };
}

/** A name names the engine's server: the engine is one of its words, and none says that it is something else. */
function names(text: string, engine: Engine): boolean {
  const words = wordsOf(text);
  const index = words.findIndex((word) => namesOf(engine).has(word));
  return index >= 0 && isServerName(text) && !words.slice(index).some((word) => APPLICATION.test(word));
}

function isServerName(text: string): boolean {
  return !wordsOf(text).some((word) => NO_SERVER.test(word));
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[-_./]/u)
    .map((word) => word.replace(/\d+$/u, ''));
}

/** The engine's own names: its id, and the last segment of its official image. */
function namesOf(engine: Engine): ReadonlySet<string> {
  const images = engine.images.filter(({ variant }) => variant === 'official').map(({ repository }) => repository);
  return new Set([engine.id, ...images.map((repository) => repository.slice(repository.lastIndexOf('/') + 1))]);
}
