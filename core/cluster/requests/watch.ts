import type { ApiObject, WatchOptions, Resource, WatchEvent } from '../connection.ts';
import type { Client } from '../transport/client.ts';
import { linesOf } from '../transport/lines.ts';
import { collectionPath, query } from './paths.ts';
import { troubleOfStatus } from '../transport/trouble-of-answer.ts';
import { ClusterTrouble } from '../trouble.ts';

/** Longest event that is read, in bytes: etcd takes objects of 1.5 MiB. */
const LARGEST = 64 * 1024 * 1024;

/** The server ends a watch after a random time between these, in seconds, so that not all come back at once; client-go does the same. */
const SHORTEST = 300;
const SPREAD = 300;

/**
 * Events since a resourceVersion. Ends where the server ends it, and where nothing came for `silence` milliseconds: bookmarks come about every
 * minute, so silence means that the connection is dead.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#watch-bookmarks
 */
export async function* watchEvents(
  client: Client,
  resource: Resource,
  namespace: string | undefined,
  resourceVersion: string,
  options: WatchOptions & { readonly silence: number },
): AsyncGenerator<WatchEvent, void, void> {
  const { labelSelector, fieldSelector, silence, signal, timeout } = options;
  const path = collectionPath(resource, namespace);
  const search = query({
    watch: true,
    resourceVersion,
    allowWatchBookmarks: true,
    timeoutSeconds: Math.round(SHORTEST + Math.random() * SPREAD),
    labelSelector,
    fieldSelector,
  });
  const { stream, server } = await client.stream(`${path}${search}`, { signal, timeout });
  options.opened?.();
  const silent = new AbortController();
  const timer = setTimeout(() => {
    silent.abort();
    stream.destroy();
  }, silence);
  async function* heard(): AsyncGenerator<Buffer, void, void> {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      timer.refresh();
      yield chunk;
    }
  }
  try {
    for await (const line of linesOf(heard(), LARGEST)) {
      if (line !== '') yield readEvent(line, `WATCH ${path}`, server);
    }
  } catch (error) {
    if (silent.signal.aborted) return;
    throw error instanceof ClusterTrouble || error instanceof RangeError ? error : client.trouble(error, signal);
  } finally {
    clearTimeout(timer);
    stream.destroy();
  }
}

function readEvent(line: string, what: string, server: string): WatchEvent {
  let event: { type?: unknown; object?: unknown };
  try {
    event = JSON.parse(line) as typeof event;
  } catch {
    // The connection was cut inside of a line, and the cut was not told.
    throw new ClusterTrouble(
      'unreachable',
      `The connection to ${server} broke off within an event. It is taken up again.`,
    );
  }
  const { type, object } = event;
  if (type === 'ERROR') throw troubleOfStatus(object, what, server);
  if ((type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED' || type === 'BOOKMARK') && isObject(object))
    return { type, object };
  throw new ClusterTrouble('broken', `${server} tells changes in a form that Kubernetes does not use.`);
}

function isObject(value: unknown): value is ApiObject {
  return typeof (value as { metadata?: unknown } | null | undefined)?.metadata === 'object';
}
