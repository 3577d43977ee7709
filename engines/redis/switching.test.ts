import assert from 'node:assert/strict';
import type { RestFacts } from '../model/stopping.ts';
import type { Unfit } from '../model/switching.ts';
import { REDIS } from './facts.ts';
import { switchingOf } from './switching.ts';

const switching = switchingOf(REDIS);

/** As a primary of Redis 7.0 with two replicas says. */
const primary: RestFacts = {
  version: '7.0.15',
  mode: 'standalone',
  history: 'cafebf5cae116ea4d0456932e4cc41159fd62142',
  failover: 'no-failover',
  loading: '0',
  role: 'primary',
  position: '2000000',
  writable: 'yes',
  min: '0',
  max: '10',
  readonly: 'yes',
  priority: '100',
  persists: 'yes',
  saves: 'ok ok',
  lasting: 'yes',
  memory: '1042672',
  limit: '0',
  policy: 'noeviction',
  sentinels: '0',
  config: '/data/redis.conf',
  config_lasts: 'yes',
  rewritable: 'yes',
  kept: 'yes',
  keys: '10',
};

const replica: RestFacts = { ...primary, role: 'replica', writable: 'no', streaming: 'up', upstream: 'db-0.db:6379' };

/** As the primary says behind its fence. */
const fenced: RestFacts = { ...primary, writable: 'no', min: '1000000' };

/** Without one key: it was not said. */
function without(facts: RestFacts, key: string): RestFacts {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => name !== key));
}

const ids = (found: readonly Unfit[]): string[] => found.map(({ id }) => id);

/** What is refused of every member, whatever role it has: changed facts, and the refusal. What is not said is refused as well. */
const ANY: readonly (readonly [key: string, value: string, id: Unfit['id']])[] = [
  ['version', '6.2.14', 'R30'],
  ['mode', 'cluster', 'R30'],
  ['sentinels', '3', 'R30'],
  ['rewritable', 'no', 'R30'],
  ['config_lasts', 'no', 'R30'],
  ['readonly', 'no', 'R17'],
  ['persists', 'no', 'R20'],
  ['lasting', 'no', 'R20'],
  ['loading', '1', 'R14'],
  ['failover', 'waiting-for-sync', 'R14'],
];

describe('Redis: who may hand over', () => {
  it('allows a primary with nothing against it', () => {
    assert.deepEqual(switching.cannotHandOver(primary), []);
    assert.deepEqual(switching.cannotHandOver({ ...primary, version: '8.0.1' }), []);
    assert.deepEqual(switching.cannotHandOver({ ...primary, min: '1' }), []);
  });

  for (const [key, value, id] of ANY)
    it(`refuses ${key} ${value}, and where it is not said (${id})`, () => {
      assert.deepEqual(ids(switching.cannotHandOver({ ...primary, [key]: value })), [id]);
      assert.deepEqual(ids(switching.cannotHandOver(without(primary, key))), [id]);
    });

  it('refuses where CONFIG does not answer, and where the role is given at every start', () => {
    assert.deepEqual(ids(switching.cannotHandOver(without(primary, 'min'))), ['R30']);
    assert.deepEqual(ids(switching.cannotHandOver({ ...primary, fixed: 'replicaof is given at every start' })), [
      'R30',
    ]);
  });
});

describe('Redis: who may take over', () => {
  const judged = (changed: RestFacts): string[] => ids(switching.cannotTakeOver(primary, { ...replica, ...changed }));
  const silent = (key: string): string[] => ids(switching.cannotTakeOver(primary, without(replica, key)));

  it('allows a replica that has all', () => {
    assert.deepEqual(switching.cannotTakeOver(primary, replica), []);
  });

  for (const [key, value, id] of ANY)
    it(`refuses ${key} ${value}, and where it is not said (${id})`, () => {
      assert.deepEqual(judged({ [key]: value }), [id]);
      assert.deepEqual(silent(key), [id]);
    });

  it('refuses another primary’s replica (R4), and then does not know its gap', () => {
    assert.deepEqual(judged({ history: '3b4d5c80c282b8420c9f8ee1660a9b30820b088e' }), ['R4', 'R24']);
    assert.deepEqual(silent('history'), ['R4', 'R24']);
  });

  it('refuses one that is no replica, has no link, or is never to be promoted', () => {
    assert.deepEqual(judged({ role: 'primary' }), ['R11']);
    assert.deepEqual(judged({ streaming: 'down' }), ['R11']);
    assert.deepEqual(silent('streaming'), ['R11']);
    assert.deepEqual(judged({ priority: '0' }), ['R11']);
    assert.deepEqual(judged({ priority: '1' }), []);
  });

  it('refuses more than 1 MiB, and a gap that nobody knows', () => {
    assert.deepEqual(judged({ position: '951424' }), []);
    assert.deepEqual(judged({ position: '951423' }), ['R11']);
    assert.deepEqual(judged({ position: '2000014' }), []);
    assert.deepEqual(silent('position'), ['R24']);
  });

  it('refuses one that could not write its data', () => {
    assert.deepEqual(judged({ saves: 'err ok' }), ['R20']);
    assert.deepEqual(judged({ saves: 'ok err' }), ['R20']);
  });

  it('refuses one that would wait for replicas of its own', () => {
    assert.deepEqual(judged({ min: '1' }), ['R30']);
    assert.deepEqual(judged({ min: '1', max: '0' }), []);
  });

  it('refuses one that would throw keys away', () => {
    assert.deepEqual(judged({ limit: '1042671' }), ['R30']);
    assert.deepEqual(judged({ limit: '1042672' }), []);
    assert.deepEqual(silent('limit'), ['R30']);
    assert.deepEqual(silent('memory'), []);
    assert.deepEqual(ids(switching.cannotTakeOver(primary, { ...without(replica, 'memory'), limit: '5' })), ['R30']);
  });
});

describe('Redis: how far it is', () => {
  it('measures a gap by offsets of one stream', () => {
    assert.deepEqual(switching.gap(primary, { ...replica, position: '1999990' }), { bytes: 10 });
    assert.deepEqual(switching.gap(primary, { ...replica, position: '2000014' }), { bytes: 0 });
    assert.deepEqual(switching.gap(primary, { ...replica, history: 'other' }), {});
    assert.deepEqual(switching.gap(primary, without(replica, 'position')), {});
    assert.deepEqual(switching.gap(primary, { ...replica, position: '' }), {});
  });

  it('knows a fence that holds now and after a restart', () => {
    assert.equal(switching.isFenced(fenced), true);
    assert.equal(switching.isFenced({ ...fenced, kept: 'no' }), false);
    assert.equal(switching.isFenced({ ...fenced, writable: 'yes' }), false);
    // It refuses writes for want of replicas, and takes them again once they are back.
    assert.equal(switching.isFenced({ ...fenced, min: '2' }), false);
    assert.equal(switching.isFenced(replica), true);
    assert.equal(switching.isFenced({ ...replica, kept: 'no' }), false);
    assert.equal(switching.isFenced({}), false);
  });

  it('lets a candidate lead only with the whole stream', () => {
    assert.equal(switching.lacks(fenced, replica), undefined);
    assert.equal(switching.lacks(fenced, { ...replica, position: '2000001' }), undefined);
    assert.match(switching.lacks(fenced, { ...replica, position: '1999999' }) ?? '', /lacks 1 bytes/u);
    assert.match(switching.lacks(fenced, { ...replica, history: 'other' }) ?? '', /stream other/u);
    assert.match(switching.lacks(fenced, without(replica, 'position')) ?? '', /not known/u);
    assert.match(switching.lacks(without(fenced, 'position'), replica) ?? '', /not known/u);
    assert.match(switching.lacks(without(fenced, 'history'), without(replica, 'history')) ?? '', /not known/u);
  });

  it('knows a follower by its link and the stream', () => {
    assert.equal(switching.follows(primary, replica), true);
    assert.equal(switching.follows(primary, { ...replica, streaming: 'down' }), false);
    assert.equal(switching.follows(primary, { ...replica, history: 'other' }), false);
    assert.equal(switching.follows(primary, { ...replica, writable: 'yes' }), false);
    assert.equal(switching.follows(primary, primary), false);
    assert.equal(switching.follows({}, without(replica, 'history')), false);
  });
});
