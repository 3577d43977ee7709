// A small Kubernetes API on loopback for tests of the sidebar without a cluster: objects in memory, lists, watches, discovery and refusals.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { RESOURCES } from '../../core/cluster/resources.ts';
import type { Resource } from '../../core/cluster/connection.ts';

type Plain = Readonly<Record<string, unknown>>;

interface Kept {
  readonly resource: Resource;
  readonly object: Plain & { readonly metadata: { readonly name: string; readonly namespace?: string } };
}

interface Watcher {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly response: http.ServerResponse;
}

const ALL: readonly Resource[] = Object.values(RESOURCES);

const PATH = /^\/(?:api|apis\/([^/]+))\/([^/]+)(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?$/u;

/** A cluster that there is only in a test. */
export class StubCluster {
  readonly #server = http.createServer((request, response) => {
    request.resume();
    this.#answer(request, response);
  });
  readonly #kept = new Map<string, Kept>();
  readonly #watchers = new Set<Watcher>();
  #version = 100;
  /** Nobody may read anything. */
  refuses = false;
  /** How many requests have come. */
  requests = 0;

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** A kubeconfig that leads here. */
  kubeconfig(context = 'stub'): string {
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: context, cluster: { server: this.url } }],
      users: [{ name: context, user: {} }],
      contexts: [{ name: context, context: { cluster: context, user: context } }],
      'current-context': context,
    });
  }

  /** Makes or changes an object; metadata that the server writes is added. */
  put(
    object: Plain & {
      readonly kind: string;
      readonly metadata: Plain & { readonly name: string; readonly namespace?: string };
    },
  ): void {
    const resource = ALL.find(({ kind }) => kind === object.kind);
    if (resource === undefined) throw new Error(`the stub serves no ${object.kind}`);
    const { name, namespace } = object.metadata;
    const key = `${object.kind} ${namespace ?? ''}/${name}`;
    const version = String((this.#version += 1));
    const metadata = {
      uid: key,
      creationTimestamp: '2026-11-22T10:00:00Z',
      ...object.metadata,
      resourceVersion: version,
    };
    const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
    const type = this.#kept.has(key) ? 'MODIFIED' : 'ADDED';
    const kept = { resource, object: { apiVersion, ...object, metadata } };
    this.#kept.set(key, kept);
    this.#tell(type, kept);
  }

  remove(kind: string, namespace: string, name: string): void {
    const key = `${kind} ${namespace}/${name}`;
    const kept = this.#kept.get(key);
    if (kept === undefined || !this.#kept.delete(key)) throw new Error(`there is no ${key}`);
    this.#version += 1;
    const metadata = { ...kept.object.metadata, resourceVersion: String(this.#version) };
    this.#tell('DELETED', { ...kept, object: { ...kept.object, metadata } });
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #tell(type: string, { resource, object }: Kept): void {
    for (const watcher of this.#watchers) {
      const inScope = watcher.namespace === undefined || watcher.namespace === object.metadata.namespace;
      if (watcher.resource === resource && inScope) watcher.response.write(`${JSON.stringify({ type, object })}\n`);
    }
  }

  #answer({ url = '/', method }: http.IncomingMessage, response: http.ServerResponse): unknown {
    this.requests += 1;
    const { pathname, searchParams } = new URL(url, 'http://stub');
    const say = (body: unknown, status = 200): unknown => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      return response.end(JSON.stringify(body));
    };
    const refuse = (code: number, message: string): unknown =>
      say({ kind: 'Status', status: 'Failure', message, code }, code);
    if (pathname === '/version') return say({ gitVersion: 'v1.36.3' });
    if (pathname === '/api') return say(discovery(({ group }) => group === ''));
    if (pathname === '/apis') return say(discovery(({ group }) => group !== ''));
    if (pathname.endsWith('/selfsubjectaccessreviews')) return say({ status: { allowed: false } }, 201);
    if (pathname.endsWith('/selfsubjectrulesreviews')) {
      return say({ status: { resourceRules: [], nonResourceRules: [], incomplete: false } }, 201);
    }
    const [, group = '', version, namespace, plural, name] = PATH.exec(pathname) ?? [];
    const resource = ALL.find((one) => one.group === group && one.version === version && one.plural === plural);
    if (resource === undefined || method !== 'GET')
      return refuse(404, 'the server could not find the requested resource');
    if (this.refuses)
      return refuse(403, `${resource.plural} is forbidden: User "ada" cannot list resource "${resource.plural}"`);
    const items = [...this.#kept.values()].flatMap((kept) => {
      const inScope = namespace === undefined || kept.object.metadata.namespace === namespace;
      return kept.resource === resource && inScope ? [kept.object] : [];
    });
    if (name !== undefined) {
      const found = items.find(({ metadata }) => metadata.name === name);
      return found === undefined ? refuse(404, `${name} not found`) : say(found);
    }
    if (searchParams.get('watch') !== 'true') {
      return say({ kind: `${resource.kind}List`, metadata: { resourceVersion: String(this.#version) }, items });
    }
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.flushHeaders();
    const watcher = { resource, namespace, response };
    this.#watchers.add(watcher);
    return response.once('close', () => this.#watchers.delete(watcher));
  }
}

/** https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery */
function discovery(of: (resource: Resource) => boolean): Plain {
  const groups = new Map<string, Resource[]>();
  for (const resource of ALL.filter(of)) groups.set(resource.group, [...(groups.get(resource.group) ?? []), resource]);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    items: [...groups].map(([name, resources]) => ({
      metadata: { name },
      versions: [...new Set(resources.map(({ version }) => version))].map((version) => ({
        version,
        resources: resources
          .filter((one) => one.version === version)
          .map(({ plural, kind, namespaced }) => ({
            resource: plural,
            responseKind: { kind },
            scope: namespaced ? 'Namespaced' : 'Cluster',
            verbs: ['get', 'list', 'watch'],
          })),
      })),
    })),
  };
}

/** A PostgreSQL with as many members, the first its primary, as labels say. */
export function databaseObjects(namespace: string, name: string, members: number): Parameters<StubCluster['put']>[0][] {
  const labels = { app: name };
  const spec = {
    containers: [
      {
        name: 'postgres',
        image: 'postgres:16.4',
        ports: [{ containerPort: 5432 }],
        env: [{ name: 'POSTGRES_PASSWORD', valueFrom: { secretKeyRef: { name, key: 'password' } } }],
        volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }],
      },
    ],
  };
  const claim = {
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'standard',
    resources: { requests: { storage: '50Gi' } },
  };
  const ordinals = Array.from({ length: members }, (_, ordinal) => ordinal);
  return [
    {
      kind: 'StatefulSet',
      metadata: { name, namespace },
      spec: {
        serviceName: name,
        replicas: members,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec },
        volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claim }],
      },
      status: { replicas: members, readyReplicas: members },
    },
    ...ordinals.map((ordinal) => podOf(namespace, name, ordinal, spec)),
    ...ordinals.map((ordinal) => ({
      kind: 'PersistentVolumeClaim',
      metadata: { name: `data-${name}-${ordinal}`, namespace },
      spec: claim,
      status: { phase: 'Bound', capacity: { storage: '50Gi' } },
    })),
  ];
}

function podOf(namespace: string, set: string, ordinal: number, spec: Plain): Parameters<StubCluster['put']>[0] {
  const name = `${set}-${ordinal}`;
  return {
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels: { app: set, role: ordinal === 0 ? 'primary' : 'replica' },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          name: set,
          uid: `StatefulSet ${namespace}/${set}`,
          controller: true,
        },
      ],
    },
    spec: {
      ...spec,
      nodeName: 'node-a',
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: `data-${name}` } }],
    },
    status: {
      phase: 'Running',
      startTime: '2026-11-22T10:00:00Z',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [
        {
          name: 'postgres',
          ready: true,
          restartCount: 0,
          image: 'postgres:16.4',
          state: { running: { startedAt: '2026-11-22T10:00:00Z' } },
        },
      ],
    },
  };
}
