// A cluster that stands still: objects to read and to list, and what one may not.
import { readdir, readFile } from 'node:fs/promises';
import type { ApiObject, Connection, ObjectName, Page, Resource } from '../../core/cluster/connection.ts';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import type { LiveDatabase, LiveMember } from '../../core/inventory/model.ts';
import type { Check, Seen } from '../../core/refusals/refusal.ts';
import type { Refusal } from '../../core/runner/step.ts';
import { parseAllDocuments } from 'yaml';
import { database, member, object } from '../support/live.ts';

const EXAMPLES = new URL('../../examples/topologies/', import.meta.url);

/** Objects of YAML text, without a namespace. */
export const parsed = (text: string): ApiObject[] =>
  parseAllDocuments(text).flatMap((document) => (document.toJS() as ApiObject | null) ?? []);

/** All objects of a folder of `examples/topologies/`. */
export async function topology(folder: string): Promise<ApiObject[]> {
  const place = new URL(`${folder}/`, EXAMPLES);
  const files = (await readdir(place)).filter((name) => name.endsWith('.yaml'));
  const texts = await Promise.all(files.sort().map((name) => readFile(new URL(name, place), 'utf8')));
  return texts.flatMap(parsed);
}

export interface Still {
  /** Plurals of which nothing may be read. */
  readonly forbidden?: readonly string[];
  /** Plurals that may be read by name, and not listed in all namespaces. */
  readonly narrow?: readonly string[];
}

/** Reads, lists and nothing else. An object without a namespace is in every namespace that is asked for. */
export function stillCluster(
  objects: readonly ApiObject[],
  { forbidden = [], narrow = [] }: Still = {},
): Pick<Connection, 'read' | 'list' | 'get'> {
  const meets = (one: ApiObject, resource: Resource, namespace: string | undefined): boolean =>
    one.kind === resource.kind &&
    (one.apiVersion ?? '').split('/').slice(0, -1).join('/') === resource.group &&
    (namespace === undefined || (one.metadata.namespace ?? namespace) === namespace);
  const may = ({ plural }: Resource): void => {
    if (forbidden.includes(plural)) throw new ClusterTrouble('forbidden', `You may not read ${plural}.`);
  };
  return {
    read: ({ resource, namespace, name }: ObjectName) =>
      Promise.resolve().then(() => {
        may(resource);
        const found = objects.find((one) => meets(one, resource, namespace) && one.metadata.name === name);
        if (found === undefined) throw new ClusterTrouble('missing', `There is no ${resource.kind} ${name}.`);
        return found;
      }),
    // eslint-disable-next-line @typescript-eslint/require-await -- the contract is asynchronous
    async *list(resource: Resource, namespace: string | undefined): AsyncIterable<Page> {
      may(resource);
      if (namespace === undefined && narrow.includes(resource.plural))
        throw new ClusterTrouble('forbidden', `You may not list ${resource.plural} in all namespaces.`);
      yield { items: objects.filter((one) => meets(one, resource, namespace)), resourceVersion: '1' };
    },
    get: (path) => Promise.reject(new ClusterTrouble('missing', `There is no ${path}.`)),
  };
}

/** A healthy PostgreSQL of three whose primary is the member of this ordinal. */
export function ledBy(ordinal: number, over: Partial<LiveDatabase> = {}): LiveDatabase {
  const name = over.workload?.name ?? 'postgres';
  const primary = { role: 'primary', writable: true, lag: undefined, upstream: undefined } as const;
  const members = [0, 1, 2].map((one) =>
    member(`${name}-${String(one)}`, { ordinal: one, ...(one === ordinal ? primary : {}) }),
  );
  return database(name, { members, ...over });
}

/** With one member otherwise than it is. */
export const withMember = (one: LiveDatabase, index: number, over: Partial<LiveMember>): LiveDatabase => ({
  ...one,
  members: one.members.map((each, at) => (at === index ? { ...each, ...over } : each)),
});

/** What a check sees of a StatefulSet among objects. */
export function seen(
  objects: readonly ApiObject[],
  over: Partial<LiveDatabase> = {},
  still: Still = {},
  ordinal = 0,
): Seen {
  const workload = objects.find(({ kind }) => kind === 'StatefulSet');
  if (workload === undefined) throw new Error('no StatefulSet among the objects');
  const { name } = workload.metadata;
  const base = { workload: object('StatefulSet', name) };
  return { connection: stillCluster(objects, still), database: ledBy(ordinal, { ...base, ...over }), workload };
}

/** A StatefulSet of three, with more in its places. */
export function statefulSet(
  metadata: Readonly<Record<string, unknown>> = {},
  spec: Readonly<Record<string, unknown>> = {},
): ApiObject {
  const containers = [{ name: 'postgres', image: 'postgres:16' }];
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'postgres', namespace: 'shop', ...metadata },
    spec: { replicas: 3, template: { metadata: { labels: { app: 'postgres' } }, spec: { containers } }, ...spec },
  };
}

/** The one refusal of a check. */
export async function only(refusals: ReturnType<Check>): Promise<Refusal> {
  const all = await refusals;
  const [first] = all;
  if (first === undefined || all.length > 1) throw new Error(`one refusal, not ${String(all.length)}`);
  return first;
}
