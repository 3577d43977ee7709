import type { Client } from '../transport/client.ts';
import type { RequestOptions, Resource } from '../connection.ts';
import { ClusterTrouble } from '../trouble.ts';

/** What a server serves. */
export interface Discovered {
  readonly resources: readonly Resource[];
  /** Groups that could not be read, as `group/version`. */
  readonly missing: readonly string[];
}

/** https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery; older servers answer with the plain list. */
const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

/** All resources, each in its group's preferred version. Throws where not even the list of groups can be read. */
export async function discover(client: Client, options: RequestOptions = {}): Promise<Discovered> {
  const [core, groups] = await Promise.all([
    client.json('/api', options, AGGREGATED),
    client.json('/apis', options, AGGREGATED),
  ]);
  if (isAggregated(core) && isAggregated(groups)) return fromAggregated([...core.items, ...groups.items]);
  return fromLists(client, groups as PlainGroups, options);
}

interface AggregatedVersion {
  readonly version: string;
  readonly freshness?: string;
  readonly resources?: readonly {
    readonly resource: string;
    readonly responseKind?: { readonly kind?: string };
    readonly scope: string;
    readonly verbs?: readonly string[];
  }[];
}
interface AggregatedGroup {
  readonly metadata?: { readonly name?: string };
  readonly versions?: readonly AggregatedVersion[];
}

function isAggregated(answer: unknown): answer is { readonly items: readonly AggregatedGroup[] } {
  const { kind, items } = (answer ?? {}) as { kind?: unknown; items?: unknown };
  return kind === 'APIGroupDiscoveryList' && Array.isArray(items);
}

function fromAggregated(groups: readonly AggregatedGroup[]): Discovered {
  const missing: string[] = [];
  const resources = groups.flatMap(({ metadata, versions = [] }) => {
    const group = metadata?.name ?? '';
    const found = new Map<string, Resource>();
    // The preferred version comes first; a later one adds what the first does not have.
    for (const { version, freshness, resources: served = [] } of versions) {
      if (freshness === 'Stale') missing.push(`${group}/${version}`);
      for (const { resource: plural, responseKind, scope } of served) {
        if (found.has(plural)) continue;
        found.set(plural, {
          group,
          version,
          plural,
          kind: responseKind?.kind ?? '',
          namespaced: scope === 'Namespaced',
        });
      }
    }
    return [...found.values()];
  });
  return { resources, missing };
}

interface PlainGroups {
  readonly groups?: readonly {
    readonly name: string;
    readonly versions: readonly { readonly groupVersion: string; readonly version: string }[];
    readonly preferredVersion?: { readonly version: string };
  }[];
}
interface PlainList {
  readonly resources?: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

async function fromLists(client: Client, { groups = [] }: PlainGroups, options: RequestOptions): Promise<Discovered> {
  const missing: string[] = [];
  const ofVersion = async (group: string, version: string, path: string): Promise<Resource[]> => {
    try {
      const { resources = [] } = (await client.json(path, options)) as PlainList;
      return resources
        .filter(({ name }) => !name.includes('/'))
        .map(({ name, kind, namespaced }) => ({ group, version, plural: name, kind, namespaced }));
    } catch (error) {
      if (!(error instanceof ClusterTrouble) || error.kind === 'cancelled') throw error;
      missing.push(group === '' ? version : `${group}/${version}`);
      return [];
    }
  };
  const lists = await Promise.all([
    ofVersion('', 'v1', '/api/v1'),
    ...groups.map(async ({ name, versions, preferredVersion }) => {
      const order = [...versions].sort(
        (a, b) => Number(b.version === preferredVersion?.version) - Number(a.version === preferredVersion?.version),
      );
      const found = new Map<string, Resource>();
      const all = await Promise.all(order.map(({ version }) => ofVersion(name, version, `/apis/${name}/${version}`)));
      for (const resource of all.flat()) if (!found.has(resource.plural)) found.set(resource.plural, resource);
      return [...found.values()];
    }),
  ]);
  return { resources: lists.flat(), missing };
}
