import assert from 'node:assert/strict';
import type { ApiObject, ObjectName } from '../../../core/cluster/connection.ts';
import { RESOURCES } from '../../../core/cluster/resources.ts';
import { ClusterTrouble, type TroubleKind } from '../../../core/cluster/trouble.ts';
import { killAt, nameOf, World, type Process } from './index.ts';

const CONFIG = nameOf(RESOURCES.configMaps, 'shop', 'one');
const config = (value: string): ApiObject => ({ metadata: { name: 'one', labels: { a: value } }, data: { value } });

const fails = (work: Promise<unknown>, kind: TroubleKind): Promise<void> =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof ClusterTrouble);
    assert.equal(error.kind, kind);
    return true;
  });

describe('the fake API', () => {
  let world: World;
  let client: Process;
  const run = <T>(work: Promise<T>): Promise<T> => world.time.during(work);

  beforeEach(() => {
    world = new World();
    client = world.process({ name: 'anna' });
  });

  it('answers 409 to a create of what exists and to a stale replace or remove', async () => {
    const { connection } = client;
    const made = await run(connection.create(config('1'), CONFIG));
    await fails(run(connection.create(config('2'), CONFIG)), 'conflict');
    const kept = await run(connection.replace({ ...made, data: { value: '2' } }, CONFIG));
    assert.notEqual(kept.metadata.resourceVersion, made.metadata.resourceVersion);
    await fails(run(connection.replace({ ...made, data: { value: '3' } }, CONFIG)), 'conflict');
    await fails(run(connection.remove(CONFIG, { uid: 'another' })), 'conflict');
    await fails(run(connection.remove(CONFIG, { resourceVersion: made.metadata.resourceVersion ?? '' })), 'conflict');
    await run(connection.remove(CONFIG));
    await fails(run(connection.read(CONFIG)), 'missing');
  });

  it('gives no new version to a write that changes nothing', async () => {
    const made = await run(client.connection.create(config('1'), CONFIG));
    const kept = await run(client.connection.replace(made, CONFIG));
    assert.equal(kept.metadata.resourceVersion, made.metadata.resourceVersion);
  });

  it('does all of a patch or nothing, and calls a failed test invalid', async () => {
    await run(client.connection.create(config('1'), CONFIG));
    const operations = [
      { op: 'replace', path: '/data/value', value: '2' },
      { op: 'test', path: '/metadata/labels/a', value: 'x' },
    ] as const;
    await fails(run(client.connection.patch(CONFIG, operations)), 'invalid');
    assert.deepEqual((await run(client.connection.read(CONFIG)))['data'], { value: '1' });
    const kept = await run(client.connection.patch(CONFIG, operations.slice(0, 1)));
    assert.deepEqual(kept['data'], { value: '2' });
  });

  it('lists by labels and fields, and watches from a version', async () => {
    const { connection } = client;
    await run(connection.create(config('1'), CONFIG));
    const two: ObjectName = { ...CONFIG, name: 'two' };
    const before = world.store.revision;
    await run(connection.create({ metadata: { name: 'two', labels: { a: '2' } } }, two));
    const names = async (options: { labelSelector?: string; fieldSelector?: string }): Promise<string[]> => {
      for await (const { items } of connection.list(RESOURCES.configMaps, 'shop', options))
        return items.map(({ metadata }) => metadata.name);
      return [];
    };
    assert.deepEqual(await run(names({ labelSelector: 'a in (1,3)' })), ['one']);
    assert.deepEqual(await run(names({ labelSelector: 'a!=1,a' })), ['two']);
    assert.deepEqual(await run(names({ labelSelector: '!a' })), []);
    assert.deepEqual(await run(names({ fieldSelector: 'metadata.name=two' })), ['two']);
    const first = async (): Promise<string> => {
      for await (const { type, object } of connection.watch(RESOURCES.configMaps, 'shop', before))
        return `${type} ${object.metadata.name}`;
      return '';
    };
    assert.equal(await run(first()), 'ADDED two');
  });

  it('keeps an object with finalizers until they are taken off', async () => {
    const { connection } = client;
    await run(connection.create({ metadata: { name: 'one', finalizers: ['a/b'] } }, CONFIG));
    await run(connection.remove(CONFIG));
    assert.ok((await run(connection.read(CONFIG))).metadata['deletionTimestamp'] !== undefined);
    await run(connection.patch(CONFIG, [{ op: 'remove', path: '/metadata/finalizers' }]));
    await fails(run(connection.read(CONFIG)), 'missing');
  });

  it('asks admission hooks, in dry runs too, and changes nothing then', async () => {
    world.store.admission.push((object) => {
      if (object.metadata.name === 'one') throw new ClusterTrouble('forbidden', 'exceeded quota', { status: 403 });
    });
    await fails(run(client.connection.create(config('1'), CONFIG, { dryRun: true })), 'forbidden');
    const two: ObjectName = { ...CONFIG, name: 'two' };
    await run(client.connection.create({ metadata: { name: 'two' } }, two, { dryRun: true }));
    assert.equal(world.store.find(two), undefined);
  });

  it('answers access reviews and requests from the same table', async () => {
    const poor = world.process({ name: 'ben', may: ({ verb }) => verb !== 'delete' }).connection;
    await run(poor.create(config('1'), CONFIG));
    const right = { verb: 'delete', resource: RESOURCES.configMaps, namespace: 'shop' };
    assert.equal((await run(poor.may(right))).allowed, false);
    await fails(run(poor.remove(CONFIG)), 'forbidden');
  });

  for (const moment of ['before', 'after'] as const)
    it(`kills a client ${moment} its request; others go on`, async () => {
      const dying = world.process({ name: 'dying', faults: killAt(0, moment) });
      assert.equal(await world.until(dying, dying.connection.create(config('1'), CONFIG)), undefined);
      assert.equal(dying.killed.aborted, true);
      assert.equal(world.store.find(CONFIG) !== undefined, moment === 'after');
      const late = dying.connection.remove(CONFIG).then(() => 'removed');
      assert.equal(await run(Promise.race([late, world.time.sleep(60_000).then(() => 'hangs')])), 'hangs');
      assert.equal(await run(client.connection.version()), '1.36.0');
    });
});
