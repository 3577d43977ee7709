import assert from 'node:assert/strict';
import { readReplicaSet, type ReplicaSet } from '../../../../engines/mongodb/replica-set.ts';
import { electable, leaderOf, podOf, unfit } from './replica-set.ts';

type Told = Readonly<Record<string, unknown>>;

const told = (ordinal: number, change: Told = {}): Told => ({
  name: `orders-${String(ordinal)}.orders.shop.svc.cluster.local:27017`,
  state: ordinal === 0 ? 'PRIMARY' : 'SECONDARY',
  healthy: true,
  at: 1_800_000_000,
  priority: 1,
  votes: 1,
  delay: 0,
  ...change,
});

function setOf(members: readonly Told[], rest: Told = {}): ReplicaSet {
  const text = JSON.stringify({ set: 'rs0', indexBuilds: 0, members, ...rest });
  const set = readReplicaSet(`Current Mongosh Log ID: 1\n${text}\n`);
  assert.ok(set);
  return set;
}

const against = (change: Told, rest: Told = {}): string[] =>
  unfit(setOf([told(0), told(1, change), told(2)], rest), 'orders-1').map(({ id, kind }) => `${id} ${kind}`);

describe('a candidate of a replica set', () => {
  it('is fit where every voter is well, it may be elected, and has what the primary has', () => {
    assert.deepEqual(against({}), []);
    assert.deepEqual(against({ at: 1_799_999_998 }), []);
  });

  for (const [why, change, rest, id] of [
    ['that is recovering, which is also a voter that is away', { state: 'RECOVERING' }, {}, 'R15 mend,R11 mend'],
    ['of which nobody has heard lately', { healthy: false }, {}, 'R15 mend'],
    ['that is never to lead', { priority: 0 }, {}, 'R11 mend'],
    ['of which nobody knows whether it may be elected', { priority: null }, {}, 'R11 mend'],
    ['that is held back', { delay: 3_600 }, {}, 'R11 mend'],
    ['that is 3 s behind', { at: 1_799_999_997 }, {}, 'R11 mend'],
    ['of which nobody knows how far it is behind', { at: null }, {}, 'R24 typed'],
    ['whose priority is lower than another one’s', { priority: 0.5 }, {}, 'R11 mend'],
    ['while an index is being built', {}, { indexBuilds: 1 }, 'R14 mend'],
    ['while nobody says whether one is', {}, { indexBuilds: null }, 'R24 typed'],
  ] as const)
    it(`is refused: one ${why}`, () => {
      assert.equal(against(change, rest).join(), id);
    });

  it('is refused while another voter is away, and one that the set does not know', () => {
    const away = setOf([told(0), told(1), told(2, { state: '(not reachable/healthy)', healthy: false })]);
    assert.deepEqual(
      unfit(away, 'orders-1').map(({ id }) => id),
      ['R15'],
    );
    assert.deepEqual(
      unfit(setOf([told(0), told(1)]), 'other-1').map(({ id }) => id),
      ['R11'],
    );
  });

  it('is the nearest to the primary; arbiters and those without priority are none', () => {
    const set = setOf([
      told(0),
      told(1, { at: 1_799_999_990 }),
      told(2),
      told(3, { state: 'ARBITER' }),
      told(4, { priority: 0 }),
    ]);
    assert.equal(leaderOf(set), 'orders-0');
    assert.deepEqual(electable(set).map(podOf), ['orders-2', 'orders-1']);
  });

  it('is not read from what is no answer', () => {
    for (const text of ['', 'MongoServerError', '{"set":"rs0"}', '{"members":[]'])
      assert.equal(readReplicaSet(text), undefined);
  });
});
