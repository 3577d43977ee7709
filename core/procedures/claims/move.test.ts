import assert from 'node:assert/strict';
import { World } from '../../../test/model/fake/index.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { Hand } from '../../runner/hand.ts';
import { keptOf } from './claim-kept.ts';
import { backOf, moveVolume, seeMove, type Move } from './move.ts';
import { retainStep } from './retain-step.ts';

const ID = 'k3v9x2ab';

/** A cluster with the claim `data-orders-0`, and the move of its volume to `kept`. */
async function opened(policy = 'Retain') {
  const world = new World();
  world.put(RESOURCES.claims, 'shop', {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data-orders-0', labels: { app: 'orders' }, annotations: { note: 'theirs' } },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });
  await world.time.pass(1_000);
  const claim = world.find(RESOURCES.claims, 'shop', 'data-orders-0');
  assert.ok(claim);
  const { volumeName: volume } = claim['spec'] as { volumeName: string };
  const { connection, clock } = world.process({ name: 'anna' });
  const removed: string[] = [];
  const hand = {
    see: connection,
    id: ID,
    signal: new AbortController().signal,
    facts: {},
    tell: () => undefined,
    sleep: (milliseconds: number) => clock.sleep(milliseconds),
    create: (object: { metadata: object }, name: Parameters<Hand['create']>[1]) => {
      const labels = { ...keptLabels(object), 'plinth.dev/operation': ID };
      return connection.create({ ...object, metadata: { ...object.metadata, labels } } as never, name);
    },
    patch: connection.patch.bind(connection),
    remove: (name: Parameters<Hand['remove']>[0], options: object) => {
      removed.push(name.name);
      return connection.remove(name, options);
    },
  } as unknown as Hand;
  const patch = (value: string) =>
    connection.patch({ resource: RESOURCES.volumes, namespace: undefined, name: volume }, [
      { op: 'replace', path: '/spec/persistentVolumeReclaimPolicy', value },
    ]);
  if (policy !== 'Delete') await world.time.during(patch(policy));
  const from = keptOf(claim);
  const move: Move = {
    namespace: 'shop',
    volume,
    from,
    to: { ...from, name: 'kept', labels: {} },
    own: false,
    ownBefore: false,
  };
  const during = <T>(work: Promise<T>): Promise<T> => world.time.during(work);
  return { world, hand, move, volume, removed, during };
}

const keptLabels = (object: { metadata: object }): object => (object.metadata as { labels?: object }).labels ?? {};

describe('a volume that goes from one claim to another', () => {
  it('is bound to the new one, which nobody takes for what the operation has made', async () => {
    const { world, hand, move, volume, during } = await opened();
    assert.equal((await during(seeMove(hand, move))).state, 'todo');
    await during(moveVolume(hand, move));
    assert.equal((await during(seeMove(hand, move))).state, 'done');
    assert.equal(world.find(RESOURCES.claims, 'shop', 'data-orders-0'), undefined);
    const kept = world.find(RESOURCES.claims, 'shop', 'kept');
    assert.equal((kept?.['spec'] as { volumeName?: string }).volumeName, volume);
    assert.deepEqual(kept?.metadata['labels'], {});
    await during(moveVolume(hand, move));
    assert.equal(kept.metadata.uid, world.find(RESOURCES.claims, 'shop', 'kept')?.metadata.uid, 'done once');
  });

  it('goes back to one as it was', async () => {
    const { world, hand, move, during } = await opened();
    await during(moveVolume(hand, move));
    await during(moveVolume(hand, backOf(move)));
    const again = world.find(RESOURCES.claims, 'shop', 'data-orders-0');
    assert.ok(again);
    assert.deepEqual(keptOf(again), move.from);
  });

  it('is not called untouched while the old claim, made anew, still bears the operation’s label', async () => {
    const { hand, move, world, during } = await opened();
    world.store.change({ resource: RESOURCES.claims, namespace: 'shop', name: 'data-orders-0' }, (draft) => {
      draft.metadata.labels = { 'plinth.dev/operation': ID };
    });
    assert.equal((await during(seeMove(hand, move))).state, 'partial');
    await during(moveVolume(hand, backOf(move)));
    assert.equal((await during(seeMove(hand, move))).state, 'todo');
  });

  it('is not touched while it would go with its claim', async () => {
    const { world, hand, move, removed, during } = await opened('Delete');
    await assert.rejects(during(moveVolume(hand, move)), /policy is not Retain/u);
    assert.deepEqual(removed, []);
    assert.ok(world.find(RESOURCES.claims, 'shop', 'data-orders-0'));
  });

  it('is not moved to a claim that somebody else has made', async () => {
    const { world, hand, move, removed, during } = await opened();
    world.put(RESOURCES.claims, 'shop', {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'kept' },
      spec: {},
    });
    await world.time.pass(1_000);
    assert.equal((await during(seeMove(hand, move))).state, 'impossible');
    await assert.rejects(during(moveVolume(hand, move)), /is not for/u);
    assert.deepEqual(removed, []);
  });

  it('that is gone cannot be moved', async () => {
    const { world, hand, move, volume, during } = await opened();
    world.store.erase({ resource: RESOURCES.volumes, namespace: undefined, name: volume });
    const seen = await during(seeMove(hand, move));
    assert.equal(seen.state, 'impossible');
    assert.match(seen.evidence, /no volume/u);
  });
});

describe('volumes that are to stay', () => {
  it('get their policy back only while a claim holds them', async () => {
    const { hand, move, volume, during } = await opened();
    const { undo } = retainStep('retain', 'orders', () => [{ volume, policy: 'Delete' }]);
    assert.ok(undo);
    await during(hand.remove({ resource: RESOURCES.claims, namespace: 'shop', name: 'data-orders-0' }, {}));
    await assert.rejects(during(undo.act(hand)), /no claim holds it/u);
    await during(moveVolume(hand, move));
    await during(undo.act(hand));
    assert.equal((await during(undo.verify(hand))).state, 'done');
  });
});
