import type { ApiObject, ListOptions, Page, Resource } from '../connection.ts';
import type { Client } from '../transport/client.ts';
import { collectionPath, query } from './paths.ts';
import { ClusterTrouble } from '../trouble.ts';

/**
 * Objects in a page. kubectl asks for 500; a page is parsed in one go, and half of that stops an editor for half as long.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 */
export const PAGE_SIZE = 250;

/** So often a list starts over because its `continue` has expired; then it goes unpaged. */
const STARTS = 2;

/**
 * Pages of a list. Where the cluster has forgotten the point in time of the list (410), it starts over: the first page that comes then has
 * `restarted`, and what came before is void.
 */
export async function* listPages(
  client: Client,
  resource: Resource,
  namespace: string | undefined,
  options: ListOptions & { readonly pageSize: number },
): AsyncGenerator<Page, void, void> {
  const { labelSelector, fieldSelector, pageSize, ...rest } = options;
  const path = collectionPath(resource, namespace);
  let restarted = false;
  for (let start = 0; ; start++) {
    // The last try asks for all in one answer, which cannot expire half-way.
    const limit = start < STARTS ? pageSize : undefined;
    let token: string | undefined;
    try {
      do {
        const search = query({ limit, continue: token, labelSelector, fieldSelector });
        const { items, metadata } = asList(await client.json(`${path}${search}`, rest), path);
        token = metadata.continue === '' ? undefined : metadata.continue;
        yield {
          items: withKind(items, resource),
          resourceVersion: metadata.resourceVersion,
          ...(restarted ? { restarted } : {}),
        };
        restarted = false;
      } while (token !== undefined);
      return;
    } catch (error) {
      if (!(error instanceof ClusterTrouble && error.kind === 'expired' && token !== undefined)) throw error;
      restarted = true;
    }
  }
}

interface List {
  readonly items: readonly ApiObject[];
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
}

function asList(answer: unknown, path: string): List {
  const { items, metadata } = (answer ?? {}) as {
    items?: unknown;
    metadata?: { resourceVersion?: unknown; continue?: unknown };
  };
  const version = metadata?.resourceVersion;
  if ((Array.isArray(items) || items === null) && typeof version === 'string') {
    const next = metadata?.continue;
    return {
      items: (items ?? []) as readonly ApiObject[],
      metadata: { resourceVersion: version, ...(typeof next === 'string' ? { continue: next } : {}) },
    };
  }
  throw new ClusterTrouble(
    'broken',
    `The answer to ${path} is no list of Kubernetes. A proxy in between may have changed it.`,
  );
}

/** Items of a list have no kind and apiVersion of their own; whoever takes one alone wants to know. */
function withKind(items: readonly ApiObject[], { group, version, kind }: Resource): readonly ApiObject[] {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return items.map((item) => (item.kind === undefined ? { apiVersion, kind, ...item } : item));
}
