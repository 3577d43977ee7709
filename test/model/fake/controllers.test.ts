import assert from 'node:assert/strict';
import { RESOURCES } from '../../../core/cluster/resources.ts';
import { ClusterTrouble } from '../../../core/cluster/trouble.ts';
import { nameOf, World } from './index.ts';

const SET = nameOf(RESOURCES.statefulSets, 'shop', 'db');
const LABELS = { app: 'db' };

function withSet(world: World, spec: object = {}): World {
  world.put(RESOURCES.services, 'shop', { metadata: { name: 'db' }, spec: { selector: LABELS } });
  world.put(RESOURCES.statefulSets, 'shop', {
    metadata: { name: 'db' },
    spec: {
      replicas: 3,
      template: { metadata: { labels: LABELS }, spec: { containers: [{ name: 'db', image: 'db:1' }] } },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: {} }],
      ...spec,
    },
  });
  return world;
}

/** `create db-0`, `delete db-2`, … as they happen to pods from now on. */
function story(world: World): string[] {
  const told: string[] = [];
  world.store.onChange(({ resource, event: { type, object } }) => {
    if (resource.plural === 'pods' && type === 'ADDED') told.push(`create ${object.metadata.name}`);
    if (resource.plural === 'pods' && type === 'DELETED') told.push(`delete ${object.metadata.name}`);
  });
  return told;
}

const names = (world: World, resource = RESOURCES.pods): string[] =>
  world.store.all(resource, 'shop').map(({ metadata }) => metadata.name);
const change = (world: World, path: string, value: string | number): void => {
  world.store.patch(SET, [{ op: 'add', path, value }]);
};
const MINUTE = 60_000;

describe('the fake controllers', () => {
  it('make members in their order, end the highest first, and keep claims', async () => {
    const world = new World();
    const told = story(world);
    withSet(world);
    await world.time.pass(MINUTE);
    assert.deepEqual(told, ['create db-0', 'create db-1', 'create db-2']);
    assert.deepEqual(world.leadsTo('shop', 'db'), ['db-0', 'db-1', 'db-2']);
    const claims = world.store.all(RESOURCES.claims, 'shop').map(({ metadata }) => metadata.uid);
    change(world, '/spec/replicas', 0);
    await world.time.pass(MINUTE);
    assert.deepEqual(told.slice(3), ['delete db-2', 'delete db-1', 'delete db-0']);
    assert.deepEqual(world.leadsTo('shop', 'db'), []);
    change(world, '/spec/replicas', 3);
    await world.time.pass(MINUTE);
    assert.deepEqual(
      world.store.all(RESOURCES.claims, 'shop').map(({ metadata }) => metadata.uid),
      claims,
    );
  });

  it('wait with the next member until the one before is ready, unless they are parallel', async () => {
    const template = { metadata: { labels: LABELS, annotations: { 'fake.test/unready': '' } }, spec: {} };
    const ordered = withSet(new World(), { template });
    const parallel = withSet(new World(), { template, podManagementPolicy: 'Parallel' });
    await ordered.time.pass(MINUTE);
    await parallel.time.pass(MINUTE);
    assert.deepEqual(names(ordered), ['db-0']);
    assert.deepEqual(names(parallel), ['db-0', 'db-1', 'db-2']);
  });

  it('roll a new template out from the highest ordinal; OnDelete waits for a person', async () => {
    for (const type of ['RollingUpdate', 'OnDelete']) {
      const world = withSet(new World(), { updateStrategy: { type } });
      await world.time.pass(MINUTE);
      const told = story(world);
      change(world, '/spec/template/spec/containers/0/image', 'db:2');
      await world.time.pass(MINUTE);
      const order = ['delete db-2', 'create db-2', 'delete db-1', 'create db-1', 'delete db-0', 'create db-0'];
      assert.deepEqual(told, type === 'OnDelete' ? [] : order);
    }
  });

  it('hold an ordinal back by ordinals.start, and others stay', async () => {
    const world = withSet(new World());
    await world.time.pass(MINUTE);
    const told = story(world);
    world.store.patch(SET, [
      { op: 'add', path: '/spec/ordinals', value: { start: 1 } },
      { op: 'replace', path: '/spec/replicas', value: 2 },
    ]);
    await world.time.pass(MINUTE);
    assert.deepEqual(told, ['delete db-0']);
  });

  it('drop claims where the retention policy says so', async () => {
    const world = withSet(new World(), {
      persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete', whenDeleted: 'Delete' },
    });
    await world.time.pass(MINUTE);
    change(world, '/spec/replicas', 1);
    await world.time.pass(MINUTE);
    assert.deepEqual(names(world, RESOURCES.claims), ['data-db-0']);
    world.store.remove(SET, { propagation: 'Foreground' });
    await world.time.pass(MINUTE);
    assert.deepEqual(
      [names(world), names(world, RESOURCES.claims), names(world, RESOURCES.statefulSets)],
      [[], [], []],
    );
  });

  it('leave pods to themselves after an orphaning deletion', async () => {
    const world = withSet(new World());
    await world.time.pass(MINUTE);
    world.store.remove(SET, { propagation: 'Orphan' });
    await world.time.pass(MINUTE);
    assert.deepEqual([names(world).length, names(world, RESOURCES.statefulSets).length], [3, 0]);
  });

  it('run a Job to its success, its failure or its deadline, and obey a quota', async () => {
    const job = ({ metadata }: { metadata: { name: string } }): { succeeds: boolean; milliseconds: number } => ({
      succeeds: metadata.name !== 'bad',
      milliseconds: metadata.name === 'slow' ? 10 * MINUTE : 2_000,
    });
    const world = new World({ job });
    for (const name of ['good', 'bad', 'slow', 'kept-out'])
      world.put(RESOURCES.jobs, 'shop', {
        metadata: { name },
        spec: { activeDeadlineSeconds: 30, template: { spec: {} } },
      });
    world.store.admission.push(({ metadata: { name } }, _, { plural }) => {
      if (plural === 'pods' && name.startsWith('kept-out')) throw new ClusterTrouble('forbidden', 'exceeded quota');
    });
    await world.time.pass(2 * MINUTE);
    const end = (name: string): unknown => world.find(RESOURCES.jobs, 'shop', name)?.['status'];
    const says = (name: string): unknown => (end(name) as { conditions: unknown[] }).conditions[0];
    assert.deepEqual(says('good'), { type: 'Complete', status: 'True' });
    assert.deepEqual(says('bad'), { type: 'Failed', status: 'True' });
    assert.deepEqual(says('slow'), { type: 'Failed', status: 'True', reason: 'DeadlineExceeded' });
    assert.equal(end('kept-out'), undefined);
  });

  it('bind claims, and make snapshots ready', async () => {
    const world = new World();
    world.put(RESOURCES.claims, 'shop', { metadata: { name: 'data' }, spec: {} });
    world.put(RESOURCES.snapshots, 'shop', { metadata: { name: 'safe' }, spec: {} });
    await world.time.pass(MINUTE);
    const status = (resource: typeof RESOURCES.claims, name: string): unknown =>
      world.find(resource, 'shop', name)?.['status'];
    assert.equal((status(RESOURCES.claims, 'data') as { phase: string }).phase, 'Bound');
    assert.equal((status(RESOURCES.snapshots, 'safe') as { readyToUse: boolean }).readyToUse, true);
  });
});
