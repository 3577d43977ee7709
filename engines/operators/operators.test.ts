import assert from 'node:assert/strict';
import type { Json } from '../model/object.ts';
import { operatorOf, operators, roleByLabel } from './index.ts';

const read = (id: string, spec: Json, status: Json, annotations: Json = {}) =>
  operators.find((one) => one.id === id)!.read({ metadata: { annotations }, spec, status });

describe('operators: what their custom resources say', () => {
  it('CloudNativePG: roles and timelines by instance', () => {
    const status = {
      phase: 'Cluster in healthy state',
      readyInstances: 3,
      currentPrimary: 'shop-2',
      targetPrimary: 'shop-2',
      instanceNames: ['shop-1', 'shop-2', 'shop-3'],
      instancesReportedState: {
        'shop-1': { isPrimary: false, timeLineID: 5 },
        'shop-2': { isPrimary: true, timeLineID: 5 },
      },
      systemID: '7561064585676382226',
      conditions: [{ type: 'ContinuousArchiving', status: 'True' }],
    };
    const told = read('cloudnative-pg', { instances: 3 }, status);
    assert.deepEqual(
      [...told.roles],
      [
        ['shop-1', 'replica'],
        ['shop-2', 'primary'],
        ['shop-3', 'replica'],
      ],
    );
    assert.deepEqual(
      [...told.histories!],
      [
        ['shop-1', '5'],
        ['shop-2', '5'],
      ],
    );
    assert.deepEqual(
      [told.desired, told.ready, told.state, told.paused, told.identity],
      [3, 3, 'ready', false, '7561064585676382226'],
    );
    assert.deepEqual(told.remarks, []);
  });

  it('CloudNativePG: a failover, failing archives, a fence and hibernation', () => {
    const status = {
      phase: 'Failing over',
      currentPrimary: 'shop-1',
      targetPrimary: 'shop-2',
      instanceNames: ['shop-1', 'shop-2'],
      conditions: [{ type: 'ContinuousArchiving', status: 'False' }],
    };
    const told = read('cloudnative-pg', { instances: 2 }, status, {
      'cnpg.io/fencedInstances': '["shop-1"]',
      'cnpg.io/hibernation': 'on',
    });
    assert.equal(told.state, 'working');
    assert.equal(told.paused, true);
    assert.deepEqual(told.remarks, [
      'the operator moves the primary from shop-1 to shop-2',
      'WAL archiving fails, the operator says',
      'instances of it are fenced',
    ]);
  });

  it('CloudNativePG: a replica cluster has no primary', () => {
    const told = read(
      'cloudnative-pg',
      { instances: 1, replica: { enabled: true } },
      { currentPrimary: 'shop-1', instanceNames: ['shop-1'] },
    );
    assert.deepEqual([...told.roles], [['shop-1', 'replica']]);
  });

  it('Zalando: a state; Patroni knows the roles', () => {
    const told = read(
      'zalando',
      { numberOfInstances: 2, postgresql: { version: '16' } },
      { PostgresClusterStatus: 'SyncFailed' },
    );
    assert.deepEqual([told.desired, told.state, told.version, told.roles.size], [2, 'failed', '16', 0]);
    assert.equal(operatorOf('acid.zalan.do/v1', 'postgresql')?.patroni, true);
  });

  it('Percona: counts and states of its three operators', () => {
    const pg = read(
      'percona-pg',
      { instances: [{ replicas: 2 }, { replicas: 1 }] },
      { state: 'ready', postgres: { size: 3, ready: 2 } },
    );
    assert.deepEqual([pg.desired, pg.ready, pg.state], [3, 2, 'ready']);
    const pxc = read(
      'percona-pxc',
      { pause: true, pxc: { size: 3 } },
      { state: 'paused', pxc: { ready: 0, version: '8.0.36' } },
    );
    assert.deepEqual([pxc.desired, pxc.ready, pxc.state, pxc.paused, pxc.version], [3, 0, 'working', true, '8.0.36']);
    const members = {
      'm-rs0-0': { name: 'a', state: 1, stateStr: 'PRIMARY' },
      'm-rs0-1': { name: 'b', state: 2, stateStr: 'SECONDARY' },
      'm-rs0-2': { name: 'c', state: 8, stateStr: '(not reachable/healthy)' },
    };
    const psmdb = read(
      'percona-psmdb',
      { replsets: [{ name: 'rs0', size: 3 }] },
      { state: 'error', replsets: { rs0: { ready: 2, members } } },
    );
    assert.deepEqual(
      [...psmdb.roles],
      [
        ['m-rs0-0', 'primary'],
        ['m-rs0-1', 'replica'],
      ],
    );
    assert.deepEqual([psmdb.desired, psmdb.ready, psmdb.state], [3, 2, 'failed']);
    // Up to 1.17 a list of names.
    assert.equal(read('percona-psmdb', {}, { replsets: { rs0: { members: [{ name: 'm-rs0-0' }] } } }).roles.size, 0);
  });

  it('mariadb-operator: one primary, or members that are all alike', () => {
    const status = {
      currentPrimary: 'db-1',
      currentPrimaryPodIndex: 1,
      conditions: [{ type: 'Ready', status: 'True', message: 'Running' }],
    };
    const told = read('mariadb-operator', { replicas: 2, replication: { enabled: true } }, status);
    assert.deepEqual(
      [...told.roles],
      [
        ['db-0', 'replica'],
        ['db-1', 'primary'],
      ],
    );
    assert.deepEqual([told.state, told.phase], ['ready', 'Running']);
    const galera = read('mariadb-operator', { replicas: 2, galera: { enabled: true } }, status);
    assert.deepEqual([...galera.roles.values()], ['member', 'member']);
  });

  it('MongoDB’s and Elastic’s: counts and health', () => {
    const mongo = read(
      'mongodb-community',
      { members: 3 },
      { phase: 'Running', version: '7.0.5', currentMongoDBMembers: 3 },
    );
    assert.deepEqual([mongo.desired, mongo.state, mongo.version], [3, 'ready', '7.0.5']);
    const elastic = read(
      'eck',
      { nodeSets: [{ count: 3 }, { count: 2 }] },
      { phase: 'Ready', health: 'red', availableNodes: 4 },
    );
    assert.deepEqual([elastic.desired, elastic.ready, elastic.state, elastic.remarks.length], [5, 4, 'failed', 1]);
  });

  it('nothing is known of what has no status yet, or one of another shape', () => {
    for (const operator of operators)
      for (const body of [
        {},
        null,
        { spec: [], status: 'x' },
        { status: { conditions: {}, replsets: 3, instanceNames: null } },
      ] as Json[]) {
        const told = operator.read(body);
        assert.deepEqual(
          [told.ready, told.state, told.roles.size],
          [undefined, 'unknown', 0],
          `${operator.id} ${JSON.stringify(body)}`,
        );
      }
  });

  it('is found by group and kind in any version', () => {
    for (const { resource, id } of operators) assert.equal(operatorOf(`${resource.group}/v9`, resource.kind)?.id, id);
    assert.equal(operatorOf('v1', 'Pod'), undefined);
  });
});

describe('roles by label', () => {
  it('are read in the words of those who set them', () => {
    const cases: [Record<string, string>, string | undefined][] = [
      [{ 'cnpg.io/instanceRole': 'primary', role: 'replica' }, 'primary'],
      [{ 'spilo-role': 'master' }, 'primary'],
      [{ role: 'replica' }, 'replica'],
      [{ 'plinth.dev/role': 'standby' }, 'replica'],
      [{ 'app.kubernetes.io/component': 'read' }, 'replica'],
      [{ 'app.kubernetes.io/component': 'database', role: 'backend' }, undefined],
      [{}, undefined],
    ];
    for (const [labels, role] of cases) assert.equal(roleByLabel(labels), role, JSON.stringify(labels));
  });
});
