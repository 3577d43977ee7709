// A small API server with the truth in memory: lists in pages, watches with bookmarks, and a memory that may be cut short (410).
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ApiObject } from '../../../core/cluster/connection.ts';
import { refusal, statusOf } from './status.ts';

/** A change as a watch tells it. */
interface Change {
  readonly version: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: ApiObject;
}

interface Watcher {
  readonly response: http.ServerResponse;
  readonly namespace: string | undefined;
}

export interface StubOptions {
  /** Speaks TLS with this. */
  readonly tls?: https.ServerOptions;
  /** Answers what the stub does not know; true when it did. */
  readonly also?: (request: http.IncomingMessage, response: http.ServerResponse) => boolean;
}

const PODS = /^\/api\/v1(?:\/namespaces\/([^/]+))?\/pods$/u;

/** One resource, pods, of a cluster that there is only in this test. */
export class StubApiServer {
  /** Objects by namespace/name, as they are now. */
  readonly objects = new Map<string, ApiObject>();
  /** Namespaces in which nobody may read; `*` is the list of all. */
  readonly forbidden = new Set<string>();
  readonly requests: string[] = [];
  bookmarks = true;
  readonly #changes: Change[] = [];
  readonly #watchers = new Set<Watcher>();
  readonly #server: http.Server;
  readonly #options: StubOptions;
  /** Lists that go on: the objects that are left, at the version of their first page. */
  readonly #continued = new Map<string, { readonly items: readonly ApiObject[]; readonly version: number }>();
  #version = 100;
  #oldest = 100;
  #uid = 0;
  #tokens = 0;

  constructor(options: StubOptions) {
    this.#options = options;
    const handle = (request: http.IncomingMessage, response: http.ServerResponse): void => {
      request.resume();
      this.#answer(request, response);
    };
    this.#server = options.tls === undefined ? http.createServer(handle) : https.createServer(options.tls, handle);
    this.#server.requestTimeout = 0;
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `${this.#options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  }

  get watches(): number {
    return this.#watchers.size;
  }

  /** Makes or changes a pod. */
  put(namespace: string, name: string, more: Readonly<Record<string, string>> = {}): void {
    const key = `${namespace}/${name}`;
    const known = this.objects.get(key);
    const version = ++this.#version;
    const uid = known?.metadata.uid ?? `uid-${++this.#uid}`;
    const metadata = { name, namespace, uid, resourceVersion: String(version), labels: more };
    const object: ApiObject = { apiVersion: 'v1', kind: 'Pod', metadata };
    this.objects.set(key, object);
    this.#tell({ version, type: known === undefined ? 'ADDED' : 'MODIFIED', object });
  }

  delete(namespace: string, name: string): void {
    const key = `${namespace}/${name}`;
    const known = this.objects.get(key);
    if (known === undefined) return;
    this.objects.delete(key);
    const version = ++this.#version;
    const metadata = { ...known.metadata, resourceVersion: String(version) };
    this.#tell({ version, type: 'DELETED', object: { ...known, metadata } });
  }

  /** Forgets all changes so far, as etcd does when it is compacted: older versions are answered with 410, and so are lists that go on. */
  compact(): void {
    this.#oldest = this.#version;
    this.#changes.length = 0;
    this.#continued.clear();
  }

  bookmark(): void {
    const metadata = { name: '', resourceVersion: String(this.#version) };
    for (const { response } of this.#watchers) send(response, { type: 'BOOKMARK', object: { kind: 'Pod', metadata } });
  }

  /** Ends all watches, as a server does that restarts. */
  endWatches(): void {
    for (const { response } of this.#watchers) response.end();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #tell(change: Change): void {
    this.#changes.push(change);
    for (const { response, namespace } of this.#watchers) {
      if (namespace === undefined || change.object.metadata.namespace === namespace) send(response, change);
    }
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://stub');
    this.requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    if (this.#options.also?.(request, response) === true) return;
    const match = PODS.exec(url.pathname);
    if (match === null) {
      refusal(response, 404, 'the server could not find the requested resource');
      return;
    }
    const [, namespace] = match;
    if (this.forbidden.has(namespace ?? '*')) {
      refusal(response, 403, `pods is forbidden: User "stub" cannot list resource "pods"`);
      return;
    }
    if (url.searchParams.get('watch') === 'true') this.#watch(url.searchParams, namespace, response);
    else this.#list(url.searchParams, namespace, response);
  }

  #list(search: URLSearchParams, namespace: string | undefined, response: http.ServerResponse): void {
    const token = search.get('continue');
    const limit = Number(search.get('limit') ?? Infinity);
    const going = token === null ? undefined : this.#continued.get(token);
    if (token !== null && going === undefined) {
      refusal(response, 410, 'The provided continue parameter is too old');
      return;
    }
    const all = [...this.objects.values()].filter(
      ({ metadata }) => namespace === undefined || metadata.namespace === namespace,
    );
    const { items, version } = going ?? { items: all, version: this.#version };
    const page = items.slice(0, limit);
    const rest = items.slice(limit);
    const next = `token-${++this.#tokens}`;
    if (rest.length > 0) this.#continued.set(next, { items: rest, version });
    const metadata = { resourceVersion: String(version), ...(rest.length > 0 ? { continue: next } : {}) };
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata, items: page }));
  }

  #watch(search: URLSearchParams, namespace: string | undefined, response: http.ServerResponse): void {
    const from = Number(search.get('resourceVersion'));
    response.setHeader('Content-Type', 'application/json');
    if (from < this.#oldest) {
      // The real one says so inside of a watch that has begun.
      response.end(`${JSON.stringify({ type: 'ERROR', object: statusOf(410, 'too old resource version') })}\n`);
      return;
    }
    response.flushHeaders();
    const watcher: Watcher = { response, namespace };
    this.#watchers.add(watcher);
    response.once('close', () => this.#watchers.delete(watcher));
    response.on('error', () => undefined);
    for (const change of this.#changes) {
      const mine = namespace === undefined || change.object.metadata.namespace === namespace;
      if (mine && change.version > from) send(response, change);
    }
    if (this.bookmarks && search.get('allowWatchBookmarks') === 'true') this.bookmark();
  }
}

const send = (response: http.ServerResponse, { type, object }: { type: string; object: unknown }): boolean =>
  response.write(`${JSON.stringify({ type, object })}\n`);

/** Starts a stub on 127.0.0.1, at a free port. */
export async function startApiServer(options: StubOptions = {}): Promise<StubApiServer> {
  const server = new StubApiServer(options);
  await server.listen();
  return server;
}
