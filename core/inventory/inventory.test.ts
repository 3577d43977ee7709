import assert from 'node:assert/strict';
import type { MemberAnswer } from '../../engines/model/live.ts';
import { FakeCluster, inventoryOf } from '../../test/inventory/fakes.ts';
import { claim, node, pod, service, slice, statefulSet, volume } from '../../test/inventory/objects.ts';
import type { Inventory } from './inventory.ts';
import type { LiveDatabase } from './model.ts';

const ID = 'shop/StatefulSet/db/postgres';
const PRIMARY: MemberAnswer = { role: 'primary', writable: true };
const REPLICA: MemberAnswer = { role: 'replica', writable: false, streaming: true };

describe('the inventory', () => {
  let open: Inventory | undefined;
  afterEach(() => open?.close());

  const begin = async (cluster: FakeCluster) => {
    const made = inventoryOf(cluster);
    open = made.inventory;
    await made.settled();
    const database = (id = ID): LiveDatabase => {
      const found = made.inventory.databases.get(id);
      assert.ok(found, `no ${id} among ${[...made.inventory.databases.keys()].join(', ')}`);
      return found;
    };
    return { ...made, database };
  };

  const three = (): FakeCluster => {
    const cluster = new FakeCluster();
    cluster.put(
      statefulSet({ replicas: 3 }),
      node('node-a', 'zone-1'),
      service('db', { app: 'db' }, { clusterIP: 'None' }),
    );
    for (const ordinal of [0, 1, 2])
      cluster.put(pod({ ordinal }), claim(`data-db-${ordinal}`), volume(`data-db-${ordinal}`));
    return cluster;
  };

  it('shows a database with members, storage and Services', async () => {
    const cluster = three();
    cluster.put(
      slice('db', [
        ['db-0', true],
        ['db-1', false],
      ]),
    );
    const { inventory, database } = await begin(cluster);
    assert.deepEqual(inventory.state.phase, 'connected');
    assert.deepEqual([...inventory.databases.keys()], [ID]);
    const { engine, version, health, replicas, members, storage, services, reasons } = database();
    assert.deepEqual([engine, version, health, reasons], ['postgresql', '16.4', 'healthy', []]);
    assert.deepEqual(replicas, { desired: 3, ready: 3 });
    assert.deepEqual(
      members.map(({ pod: { name }, ordinal, ready, zone, role }) => [name, ordinal, ready, zone, role]),
      [0, 1, 2].map((ordinal) => [`db-${ordinal}`, ordinal, true, 'zone-1', 'unknown']),
    );
    assert.deepEqual(
      storage.map((one) => [one.label, one.members, one.data, one.capacity, one.reclaimPolicy, one.used]),
      [0, 1, 2].map((ordinal) => [`data-db-${ordinal}`, [`db-${ordinal}`], true, 12 * 2 ** 30, 'Retain', undefined]),
    );
    assert.deepEqual(
      services.map(({ service: { name }, purpose, leadsTo }) => [name, purpose, leadsTo]),
      [['db', 'governing', ['db-0']]],
    );
  });

  it('shows a killed pod, and takes nothing that it said before', async () => {
    const cluster = three();
    const { asker, settled, database } = await begin(cluster);
    asker.answer('db-0', PRIMARY, Date.parse('2026-11-22T11:00:00Z'));
    await settled();
    assert.equal(database().members[0]?.role, 'primary');
    cluster.put(pod({ ready: false, restarts: 1, state: { running: { startedAt: '2026-11-22T12:00:00Z' } } }));
    await settled();
    const [member] = database().members;
    assert.deepEqual(
      [member?.role, member?.ready, member?.restarts, member?.asked.state],
      ['unknown', false, 1, 'never'],
    );
    assert.equal(database().health, 'degraded');
    assert.deepEqual(database().reasons, ['2 of 3 members are ready: db-0 is not.']);
    assert.deepEqual(asker.stirred.includes(ID), true);
    cluster.remove('Pod', 'shop', 'db-0');
    await settled();
    assert.deepEqual(
      database().members.map(({ pod: { name } }) => name),
      ['db-1', 'db-2'],
    );
  });

  it('keeps what did not change the same object, and tells only what did', async () => {
    const cluster = three();
    cluster.put(statefulSet({ name: 'other' }), pod({ name: 'other' }));
    const { inventory, settled } = await begin(cluster);
    const before = inventory.databases.get('shop/StatefulSet/other/postgres');
    const first = inventory.databases.get(ID)?.members[1];
    const told: string[] = [];
    inventory.onChange(({ changed }) => told.push(...changed));
    cluster.put(pod({ ready: false }));
    await settled();
    assert.deepEqual(told, [ID]);
    assert.equal(inventory.databases.get('shop/StatefulSet/other/postgres'), before);
    assert.equal(inventory.databases.get(ID)?.members[1], first);
  });

  it('alarms when two members are writable at the same time, and asks again before', async () => {
    const { asker, settled, database } = await begin(three());
    const at = (seconds: number): number => Date.parse('2026-11-22T11:00:00Z') + seconds * 1000;
    asker.answer('db-0', PRIMARY, at(0));
    asker.answer('db-1', PRIMARY, at(3));
    await settled();
    assert.deepEqual(database().alarms, [], 'they may have been writable one after the other');
    assert.ok(asker.asked.some((key) => key.startsWith('pod-shop-db-0/')));
    asker.answer('db-0', PRIMARY, at(3.2));
    await settled();
    const [alarm] = database().alarms;
    assert.deepEqual([alarm?.members, alarm?.since], [['db-0', 'db-1'], at(3)]);
    assert.equal(database().health, 'alarm');
    asker.answer('db-2', REPLICA, at(4));
    asker.answer('db-1', PRIMARY, at(9));
    await settled();
    assert.equal(database().alarms[0]?.since, at(3));
    asker.answer('db-0', REPLICA, at(10));
    await settled();
    assert.deepEqual([database().alarms, database().health], [[], 'healthy']);
  });

  it('takes a switchover for what it is', async () => {
    const { asker, settled, database } = await begin(three());
    const at = (seconds: number): number => Date.parse('2026-11-22T11:00:00Z') + seconds * 1000;
    asker.answer('db-0', PRIMARY, at(0));
    await settled();
    asker.answer('db-1', PRIMARY, at(3));
    await settled();
    asker.answer('db-0', REPLICA, at(3.1));
    await settled();
    assert.deepEqual(database().alarms, []);
    assert.deepEqual(
      database().members.map(({ role }) => role),
      ['replica', 'primary', 'unknown'],
    );
  });

  it('knows stopped from down, and keeps the claims of a stopped database', async () => {
    const cluster = three();
    const { settled, database, inventory } = await begin(cluster);
    for (const ordinal of [0, 1, 2]) cluster.remove('Pod', 'shop', `db-${ordinal}`);
    await settled();
    assert.deepEqual([database().health, database().reasons], ['down', ['It has no pod.']]);
    cluster.put(statefulSet({ replicas: 0 }));
    await settled();
    assert.equal(database().health, 'stopped');
    assert.deepEqual(
      database().storage.map(({ label, members }) => [label, members]),
      [0, 1, 2].map((ordinal) => [`data-db-${ordinal}`, []]),
    );
    assert.deepEqual(inventory.orphans, []);
  });

  it('shows claims and volumes that are left when a StatefulSet has gone', async () => {
    const cluster = three();
    const { settled, inventory } = await begin(cluster);
    cluster.remove('StatefulSet', 'shop', 'db');
    for (const ordinal of [0, 1, 2]) cluster.remove('Pod', 'shop', `db-${ordinal}`);
    cluster.remove('PersistentVolumeClaim', 'shop', 'data-db-2');
    cluster.put(volume('data-db-2', { phase: 'Released' }));
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await settled();
    assert.equal(inventory.databases.size, 0);
    assert.deepEqual(
      inventory.orphans.map(({ object, phase, belongedTo, capacity }) => [object.name, phase, belongedTo, capacity]),
      [
        ['pv-data-db-2', 'Released', 'shop/data-db-2', 12 * 2 ** 30],
        ['data-db-0', 'Bound', undefined, 12 * 2 ** 30],
        ['data-db-1', 'Bound', undefined, 12 * 2 ** 30],
      ],
    );
  });

  it('reads the ConfigMaps that a database names, and no other', async () => {
    const cluster = new FakeCluster();
    cluster.put(
      statefulSet({
        container: { env: [{ name: 'PGDATA', valueFrom: { configMapKeyRef: { name: 'settings', key: 'dir' } } }] },
      }),
      pod(),
    );
    cluster.put({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: 'shop' },
      data: { dir: '/somewhere/else' },
    });
    const { inventory, settled, database } = await begin(cluster);
    await settled();
    assert.ok(inventory.object({ kind: 'ConfigMap', namespace: 'shop', name: 'settings' }));
    assert.equal(cluster.feeds.has('ConfigMap'), false);
    assert.deepEqual(
      database().storage.map(({ data }) => data),
      [false],
      'the data is elsewhere, says the ConfigMap',
    );
    const kinds = inventory.objectsOf(ID).map(({ kind }) => kind);
    assert.deepEqual(kinds.includes('ConfigMap') && kinds[0] === 'StatefulSet', true);
  });

  it('says what is missing where one may not read, and calls nothing absent there', async () => {
    const cluster = three();
    cluster.put(claim('data-gone-0'));
    const { inventory, settled, database, asker } = await begin(cluster);
    cluster.feeds.get('EndpointSlice')?.become({ refused: ['shop'] });
    cluster.feeds.get('StatefulSet')?.become({ refused: 'all' });
    asker.say('db-0', {
      answer: undefined,
      asked: { state: 'refused', by: undefined, why: 'exec is forbidden', at: undefined },
    });
    cluster.put(pod({ restarts: 1 }), claim('data-lost-0'));
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await settled();
    assert.equal(database().services[0]?.leadsTo, undefined);
    assert.deepEqual(inventory.orphans, []);
    assert.deepEqual(
      inventory.missing.map(({ right }) => right),
      ['list statefulsets in any namespace', 'list endpointslices in shop', 'get and create pods/exec in shop'],
    );
  });

  it('keeps the last picture when the cluster is lost, and says so', async () => {
    const cluster = three();
    const { inventory, settled } = await begin(cluster);
    cluster.feeds.get('Pod')?.become({ trouble: { kind: 'unreachable', message: 'no connection' }, retryAt: 5 });
    await settled();
    assert.ok(inventory.state.phase === 'lost');
    assert.deepEqual(
      [inventory.state.trouble.kind, inventory.state.retryAt, inventory.databases.size],
      ['unreachable', 5, 1],
    );
    cluster.feeds.get('Pod')?.become({ trouble: undefined, retryAt: undefined });
    await settled();
    assert.equal(inventory.state.phase, 'connected');
  });

  it('knows the pods of a workload that cannot be seen, and pods of nobody', async () => {
    const cluster = new FakeCluster();
    cluster.put(pod({ ordinal: 1 }), pod({ ordinal: 0 }));
    cluster.put(pod({ name: 'lone', metadata: { ownerReferences: [] } }));
    const { inventory, database } = await begin(cluster);
    assert.deepEqual([...inventory.databases.keys()].sort(), [ID, 'shop/Pod/lone-0/postgres'].sort());
    assert.deepEqual(database().replicas, { desired: undefined, ready: 2 });
    assert.deepEqual(database('shop/Pod/lone-0/postgres').replicas, { desired: 1, ready: 1 });
  });
});
