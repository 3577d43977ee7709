import type { KubeContext } from '../../core/cluster/context.ts';
import type {
  ContextState,
  InventoryChange,
  InventoryView,
  LiveDatabase,
  LiveMember,
  LiveObject,
  LiveStorage,
  MissingRight,
  Orphan,
} from '../../core/inventory/model.ts';

/** A moment for tests, in milliseconds since 1970. */
export const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);

export const object = (kind: string, name: string, namespace = 'shop'): LiveObject => ({
  apiVersion: kind === 'StatefulSet' ? 'apps/v1' : 'v1',
  kind,
  namespace,
  name,
  uid: `${kind}-${namespace}-${name}`,
});

export const context = (over: Partial<KubeContext> = {}): KubeContext => ({
  id: 'practice',
  name: 'practice',
  file: '/home/ada/.kube/config',
  cluster: 'practice',
  server: 'https://127.0.0.1:16443',
  user: 'ada',
  namespace: undefined,
  current: true,
  credentials: 'client certificate',
  impersonates: undefined,
  problems: [],
  ...over,
});

export const member = (name: string, over: Partial<LiveMember> = {}): LiveMember => ({
  pod: object('Pod', name),
  ordinal: 0,
  phase: 'Running',
  trouble: undefined,
  ready: true,
  restarts: 0,
  node: 'node-a',
  zone: 'zone-a',
  started: NOW - 3_600_000,
  role: 'replica',
  writable: false,
  version: '16.4',
  position: '0/3000060',
  history: '1',
  upstream: 'postgres-0',
  streaming: true,
  lag: { bytes: 0 },
  followers: [],
  flush: undefined,
  remarks: [],
  asked: { state: 'answered', by: 'engine', why: undefined, at: NOW - 1000 },
  ...over,
});

export const storage = (name: string, over: Partial<LiveStorage> = {}): LiveStorage => ({
  claim: object('PersistentVolumeClaim', name),
  label: name,
  members: ['postgres-0'],
  data: true,
  phase: 'Bound',
  storageClass: 'standard',
  volume: `pv-${name}`,
  reclaimPolicy: 'Delete',
  accessModes: ['ReadWriteOnce'],
  requested: 50 * 1024 ** 3,
  capacity: 50 * 1024 ** 3,
  used: 12.3 * 1024 ** 3,
  available: 37.7 * 1024 ** 3,
  usedWhy: undefined,
  ...over,
});

/** A healthy PostgreSQL of three. */
export function database(name = 'postgres', over: Partial<LiveDatabase> = {}): LiveDatabase {
  const namespace = over.namespace ?? 'shop';
  return {
    id: `${namespace}/StatefulSet/${name}/postgres`,
    namespace,
    name,
    engine: 'postgresql',
    engineName: 'PostgreSQL',
    version: '16.4',
    flavour: 'plain',
    cache: false,
    workload: object('StatefulSet', name, namespace),
    container: 'postgres',
    health: 'healthy',
    reasons: [],
    alarms: [],
    replicas: { desired: 3, ready: 3 },
    members: [
      member(`${name}-0`, { role: 'primary', writable: true, lag: undefined, upstream: undefined }),
      member(`${name}-1`, { ordinal: 1 }),
      member(`${name}-2`, { ordinal: 2 }),
    ],
    storage: [storage(`data-${name}-0`)],
    services: [],
    backups: [],
    hours: [],
    kept: undefined,
    goals: { rpoSeconds: undefined, rtoSeconds: undefined, missed: [] },
    ...over,
  };
}

/** An inventory whose content tests set. */
export class FakeView implements InventoryView {
  readonly context: KubeContext;
  state: ContextState = { phase: 'connected', version: '1.36.3', since: NOW };
  readonly databases = new Map<string, LiveDatabase>();
  namespaces: readonly string[] | undefined = undefined;
  orphans: readonly Orphan[] = [];
  missing: readonly MissingRight[] = [];
  facts: InventoryView['facts'] = undefined;
  readonly objects = new Map<string, readonly Readonly<Record<string, unknown>>[]>();
  closed = false;
  refreshed: (string | undefined)[] = [];
  readonly #listeners = new Set<(change: InventoryChange) => void>();

  constructor(of: KubeContext = context(), databases: readonly LiveDatabase[] = []) {
    this.context = of;
    for (const one of databases) this.databases.set(one.id, one);
  }

  onChange(listener: (change: InventoryChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(change: Partial<InventoryChange>): void {
    const whole = { state: false, changed: [], removed: [], orphans: false, missing: false, ...change };
    for (const listener of [...this.#listeners]) listener(whole);
  }

  /** Puts databases in and tells it. */
  put(...databases: readonly LiveDatabase[]): void {
    for (const one of databases) this.databases.set(one.id, one);
    this.tell({ changed: databases.map(({ id }) => id) });
  }

  remove(id: string): void {
    this.databases.delete(id);
    this.tell({ removed: [id] });
  }

  object(): undefined {
    return undefined;
  }

  completeOf(): readonly string[] {
    return ['Service'];
  }

  objectsOf(id: string): readonly Readonly<Record<string, unknown>>[] {
    return this.objects.get(id) ?? [];
  }

  refresh(id?: string): Promise<void> {
    this.refreshed.push(id);
    return Promise.resolve();
  }

  close(): void {
    this.closed = true;
  }
}
