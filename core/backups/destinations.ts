import type { Json } from '../../engines/model/object.ts';
import type { ApiObject, Connection } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import type { Destination } from './manifest.ts';

/** The label of ConfigMaps that hold a destination; its value is the destination's name. */
export const DESTINATION_LABEL = 'plinth.dev/destination';
const KEY = 'destination.json';

/** A destination under the name that people gave it. */
export interface NamedDestination {
  readonly name: string;
  readonly destination: Destination;
}

/** A ConfigMap that says that it is a destination, and cannot be read as one. */
export interface UnreadableDestination {
  readonly configMap: string;
  readonly why: string;
}

/** A destination that makes no sense; the message says what is missing. */
export class BadDestination extends Error {
  override readonly name = 'BadDestination';
}

/** The ConfigMap's name for a destination's. */
export function destinationConfigMap(name: string): string {
  return `plinth-destination-${name}`;
}

/** The ConfigMap that keeps a destination. It names a Secret where one is needed, and holds none. */
export function destinationObject(namespace: string, { name, destination }: NamedDestination): ApiObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: destinationConfigMap(name),
      namespace,
      labels: { [DESTINATION_LABEL]: name, 'app.kubernetes.io/managed-by': 'plinth' },
    },
    data: { [KEY]: `${JSON.stringify(parseDestination(destination), undefined, 2)}\n` },
  };
}

/** Reads one destination by name. Throws {@link ClusterTrouble} (`missing` where there is none), and {@link BadDestination}. */
export async function readDestination(
  connection: Pick<Connection, 'read'>,
  namespace: string,
  name: string,
  signal?: AbortSignal,
): Promise<Destination> {
  const place = { resource: RESOURCES.configMaps, namespace, name: destinationConfigMap(name) };
  return destinationIn(await connection.read(place, signal ? { signal } : {}));
}

/** All destinations of a namespace, by name. Throws {@link ClusterTrouble}. */
export async function listDestinations(
  connection: Pick<Connection, 'list'>,
  namespace: string,
  signal?: AbortSignal,
): Promise<{
  readonly destinations: readonly NamedDestination[];
  readonly unreadable: readonly UnreadableDestination[];
}> {
  let destinations: NamedDestination[] = [];
  let unreadable: UnreadableDestination[] = [];
  const options = { labelSelector: DESTINATION_LABEL, ...(signal ? { signal } : {}) };
  for await (const { items, restarted } of connection.list(RESOURCES.configMaps, namespace, options)) {
    if (restarted === true) [destinations, unreadable] = [[], []];
    for (const object of items) {
      const configMap = object.metadata.name;
      try {
        destinations.push({ name: configMap.replace(/^plinth-destination-/u, ''), destination: destinationIn(object) });
      } catch (error) {
        if (!(error instanceof BadDestination)) throw error;
        unreadable.push({ configMap, why: error.message });
      }
    }
  }
  return { destinations: destinations.sort((a, b) => (a.name < b.name ? -1 : 1)), unreadable };
}

/** Makes a destination, or puts it in the place of its namesake. Throws {@link ClusterTrouble}: `conflict` where somebody changes it at the same time. */
export async function writeDestination(
  connection: Pick<Connection, 'read' | 'create' | 'replace'>,
  namespace: string,
  named: NamedDestination,
): Promise<void> {
  const object = destinationObject(namespace, named);
  const place = { resource: RESOURCES.configMaps, namespace, name: object.metadata.name };
  let before: ApiObject;
  try {
    before = await connection.read(place);
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || error.kind !== 'missing') throw error;
    await connection.create(object, place);
    return;
  }
  const { resourceVersion } = before.metadata;
  const metadata = { ...object.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) };
  await connection.replace({ ...object, metadata }, place);
}

function destinationIn(object: ApiObject): Destination {
  const data = object['data'] as Readonly<Record<string, Json>> | undefined;
  const text = data?.[KEY];
  if (typeof text !== 'string') throw new BadDestination(`The ConfigMap ${object.metadata.name} has no key ${KEY}.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadDestination(`${KEY} in the ConfigMap ${object.metadata.name} is no JSON.`);
  }
  return parseDestination(value);
}

/** Reads a destination from plain data; what it does not know, it leaves out. Throws {@link BadDestination}. */
export function parseDestination(value: unknown): Destination {
  if (typeof value !== 'object' || value === null) throw new BadDestination('A destination is a map.');
  const given = value as Readonly<Record<string, unknown>>;
  const prefix = (optional(given, 'prefix') ?? '').replaceAll(/^\/+|\/+$/gu, '');
  if (prefix.split('/').some((part) => part === '.' || part === '..'))
    throw new BadDestination('The prefix of a destination must not have «.» or «..» in it.');
  if (given['kind'] === 'claim') return { kind: 'claim', claim: required(given, 'claim'), prefix };
  if (given['kind'] !== 's3') throw new BadDestination('The kind of a destination is «claim» or «s3».');
  const endpoint = optional(given, 'endpoint');
  if (endpoint !== undefined && !/^https?:\/\/[^/@\s]+\/?$/u.test(endpoint))
    throw new BadDestination('The endpoint is an address like https://s3.example.org:9000, without a path or a login.');
  return {
    kind: 's3',
    endpoint,
    region: optional(given, 'region') ?? 'us-east-1',
    bucket: required(given, 'bucket'),
    prefix,
    // One's own stores rarely have a name for each bucket.
    pathStyle: typeof given['pathStyle'] === 'boolean' ? given['pathStyle'] : endpoint !== undefined,
    secret: required(given, 'secret'),
    authority: optional(given, 'authority'),
  };
}

function optional(given: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = given[key];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw new BadDestination(`«${key}» of a destination is text.`);
  return value;
}

function required(given: Readonly<Record<string, unknown>>, key: string): string {
  const value = optional(given, key);
  if (value === undefined) throw new BadDestination(`The destination says no «${key}».`);
  return value;
}
