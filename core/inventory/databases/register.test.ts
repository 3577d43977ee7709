import assert from 'node:assert/strict';
import fc from 'fast-check';
import { recognise } from '../../../engines/recognise.ts';
import { claim, node, pod, service, slice, statefulSet, volume } from '../../../test/inventory/objects.ts';
import type { ApiObject, Resource } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { LiveDatabase } from '../model.ts';
import { CUSTOM } from '../resources.ts';
import { SAMPLES, SEED } from '../../../test/properties/samples.ts';
import { ObjectStore } from '../store/object-store.ts';
import { StoredObject } from '../store/stored-object.ts';
import { DatabaseRegister } from './register.ts';

const CLUSTERS = CUSTOM.find(({ resource }) => resource.kind === 'Cluster')!.resource;
const RESOURCE_OF = new Map<string, Resource>(
  [...Object.values<Resource>(RESOURCES), CLUSTERS].map((one) => [one.kind, one]),
);

/** Of all samples that are wanted. */
const SHARE = 0.02;

/** A store with its register; answers and used space are left out: they are no objects. */
class World {
  readonly store = new ObjectStore();
  readonly register = new DatabaseRegister(
    this.store,
    {
      sees: () => true,
      asked: () => ({ answer: undefined, asked: { state: 'never', by: undefined, why: undefined, at: undefined } }),
      used: () => ({ used: undefined, available: undefined, why: undefined }),
      now: () => 0,
    },
    { recognise },
  );
  #version = 0;

  put(object: ApiObject): void {
    this.#version += 1;
    const metadata = {
      uid: `${object.kind ?? ''}-${object.metadata.name}`,
      ...object.metadata,
      resourceVersion: String(this.#version),
    };
    const stored = new StoredObject(RESOURCE_OF.get(object.kind ?? '')!, { ...object, metadata });
    this.register.touch(stored, this.store.put(stored));
  }

  remove({ kind = '', metadata: { name, namespace } }: ApiObject): void {
    const index = kind === 'Cluster' ? 'Cluster.postgresql.cnpg.io' : kind;
    const object = this.store.get(index, namespace, name);
    const keys = this.store.remove(index, namespace, name);
    if (object) this.register.touch(object, keys);
  }

  settle(): string[] {
    const changed: string[] = [];
    for (;;) {
      const step = this.register.step(() => undefined);
      if (step === undefined) return changed;
      changed.push(...step.changed, ...step.removed);
    }
  }

  /** What is shown, in an order of its own. */
  get shown(): LiveDatabase[] {
    return [...this.register.databases.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}

const configMap = (dir: string): ApiObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'shop' },
  data: { dir },
});

const fromConfigMap = { env: [{ name: 'PGDATA', valueFrom: { configMapKeyRef: { name: 'settings', key: 'dir' } } }] };

const cronJob = (host: string): ApiObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'backup', namespace: 'shop' },
  spec: {
    schedule: '0 3 * * *',
    jobTemplate: {
      spec: {
        template: { spec: { containers: [{ name: 'dump', image: 'postgres:16', command: ['pg_dump', '-h', host] }] } },
      },
    },
  },
});

const job = (result: 'Complete' | 'Failed', name: string): ApiObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {
    name,
    namespace: 'shop',
    ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'backup', uid: 'b', controller: true }],
  },
  spec: { template: { spec: { containers: [{ name: 'dump', image: 'postgres:16', command: ['pg_dump'] }] } } },
  status: { startTime: '2026-11-22T03:00:00Z', conditions: [{ type: result, status: 'True' }] },
});

const snapshot = (ready: boolean): ApiObject => ({
  apiVersion: 'snapshot.storage.k8s.io/v1',
  kind: 'VolumeSnapshot',
  metadata: { name: 'snap', namespace: 'shop' },
  spec: { source: { persistentVolumeClaimName: 'data-db-0' } },
  status: { readyToUse: ready, creationTime: '2026-11-22T04:00:00Z' },
});

const deployment = (name: string): ApiObject => ({
  ...statefulSet({ name }),
  kind: 'Deployment',
  metadata: { name, namespace: 'shop' },
});

const podOfDeployment = (suffix: string): ApiObject =>
  pod({
    name: `web-${suffix}`,
    labels: { 'pod-template-hash': 'abc' },
    metadata: {
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-abc', uid: 'rs', controller: true }],
    },
  });

const cluster = (instances: number): ApiObject => ({
  apiVersion: 'postgresql.cnpg.io/v1',
  kind: 'Cluster',
  metadata: { name: 'cn', namespace: 'shop' },
  spec: { instances },
  status: { currentPrimary: 'cn-0', instanceNames: ['cn-0', 'cn-1'] },
});

const podOfCluster = (ordinal: number): ApiObject =>
  pod({
    name: 'cn',
    ordinal,
    labels: { 'cnpg.io/cluster': 'cn', 'cnpg.io/podRole': 'instance' },
    metadata: {
      ownerReferences: [
        { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', name: 'cn', uid: 'cn', controller: true },
      ],
    },
  });

/** Every state that an object of this small world may be in; those of one name replace each other. */
const OBJECTS: readonly ApiObject[] = [
  ...[0, 1, 3].map((replicas) => statefulSet({ replicas })),
  statefulSet({ container: fromConfigMap }),
  statefulSet({ image: 'nginx:1' }),
  statefulSet({ name: 'other', image: 'mysql:8.0' }),
  deployment('web'),
  ...[0, 1].flatMap((ordinal) => [true, false].map((ready) => pod({ ordinal, ready }))),
  pod({ ordinal: 0, uid: 'again', labels: { role: 'primary' } }),
  pod({ name: 'lone', metadata: { ownerReferences: [] } }),
  podOfDeployment('x'),
  podOfDeployment('y'),
  cluster(1),
  cluster(2),
  podOfCluster(0),
  podOfCluster(1),
  ...['data-db-0', 'data-db-1', 'data-db-7'].flatMap((name) => [
    claim(name),
    claim(name, { phase: 'Pending' }),
    volume(name),
  ]),
  service('db', { app: 'db' }, { clusterIP: 'None' }),
  service('db', { app: 'other' }),
  service('leader', undefined),
  service('rw', { app: 'db', role: 'primary' }),
  slice('db', [['db-0', true]]),
  slice('leader', [['db-0', true]]),
  slice('leader', [['db-1', true]]),
  node('node-a', 'zone-1'),
  node('node-a', 'zone-2', false),
  configMap('/var/lib/postgresql/data/pgdata'),
  configMap('/elsewhere'),
  cronJob('db'),
  cronJob('nobody'),
  job('Complete', 'backup-1'),
  job('Failed', 'backup-2'),
  snapshot(true),
  snapshot(false),
];

const histories = fc.array(
  fc.record({ object: fc.constantFrom(...OBJECTS), gone: fc.boolean(), settle: fc.boolean() }),
  { maxLength: 60 },
);

describe('the register of databases', function () {
  this.timeout(0);

  it('shows after any history what it would show had it seen the end alone', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(histories, (history) => {
        const grown = new World();
        const left = new Map<string, ApiObject>();
        for (const { object, gone, settle } of history) {
          const name = `${object.kind ?? ''}/${object.metadata.name}`;
          // Twice as many come as go.
          if (gone && left.size > 8) {
            grown.remove(object);
            left.delete(name);
          } else {
            grown.put(object);
            left.set(name, object);
          }
          if (settle) grown.settle();
        }
        grown.settle();
        const fresh = new World();
        for (const object of left.values()) fresh.put(object);
        fresh.settle();
        assert.deepEqual(grown.shown, fresh.shown);
        for (const { id } of fresh.shown) seen.add(id);
      }),
      { numRuns: Math.ceil(SAMPLES * SHARE), seed: SEED },
    );
    // A property over nothing proves nothing.
    assert.ok(seen.size >= 4, [...seen].join(', '));
  });

  it('does nothing again for what changes nothing', () => {
    const world = new World();
    for (const object of OBJECTS) world.put(object);
    world.settle();
    const before = world.shown;
    for (const object of [node('node-b', 'zone-1'), service('elsewhere', { app: 'elsewhere' })]) world.put(object);
    assert.deepEqual(world.settle(), []);
    assert.deepEqual(
      world.shown.map((database, index) => database === before[index]),
      before.map(() => true),
    );
  });

  it('shows a custom resource’s pods and workloads as one database, and as their own when it goes', () => {
    const world = new World();
    world.put(podOfCluster(0));
    world.put(podOfCluster(1));
    world.settle();
    assert.deepEqual(
      world.shown.map(({ id, flavour }) => [id, flavour]),
      [['shop/Cluster/cn/postgres', 'plain']],
    );
    world.put(cluster(2));
    world.settle();
    const [database] = world.shown;
    assert.deepEqual(
      [world.shown.length, database?.id, database?.flavour, database?.replicas],
      [1, 'shop/Cluster/cn/postgres', 'operator:cloudnative-pg', { desired: 2, ready: 2 }],
    );
    assert.deepEqual(
      database?.members.map(({ role, asked }) => [role, asked.by]),
      [
        ['primary', 'operator'],
        ['replica', 'operator'],
      ],
    );
    world.remove(cluster(2));
    world.settle();
    assert.deepEqual(
      world.shown.map(({ flavour }) => flavour),
      ['plain'],
    );
  });

  it('sees backups that name the database, how they ended, and snapshots of its claims', () => {
    const world = new World();
    for (const object of [
      statefulSet(),
      pod(),
      claim('data-db-0'),
      service('db', { app: 'db' }),
      cronJob('db.shop.svc'),
    ])
      world.put(object);
    for (const object of [job('Complete', 'backup-1'), snapshot(true)]) world.put(object);
    world.settle();
    assert.deepEqual(
      world.shown[0]!.backups.map(({ form, result, last, schedule }) => [form, result, last, schedule]),
      [
        ['cron-job', 'succeeded', Date.parse('2026-11-22T03:00:00Z'), '0 3 * * *'],
        ['snapshot', 'succeeded', Date.parse('2026-11-22T04:00:00Z'), undefined],
      ],
    );
    for (const host of ['nobody', 'db-replica', 'my-db', 'db.elsewhere.svc']) {
      world.put(cronJob(host));
      world.settle();
      assert.deepEqual(
        world.shown[0]!.backups.map(({ form }) => form),
        ['snapshot'],
        host,
      );
    }
  });
});
