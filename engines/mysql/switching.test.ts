import assert from 'node:assert/strict';
import type { RestFacts } from '../model/stopping.ts';
import { switching } from './switching.ts';

const PRIMARY_ID = '3e11fa47-71ca-11e1-9e33-c80aa9429562';
const OTHER_ID = '3e11fa47-71ca-11e1-9e33-c80aa9429563';

const PRIMARY: RestFacts = {
  version: '8.0.43',
  identity: PRIMARY_ID,
  role: 'primary',
  writable: 'yes',
  position: `${PRIMARY_ID}:1-100`,
  gtid: 'ON log=1',
  longest: '0',
};

const REPLICA: RestFacts = {
  ...PRIMARY,
  identity: OTHER_ID,
  role: 'replica',
  writable: 'no',
  super: 'yes',
  lasting: 'yes',
  channels: '1',
  streaming: 'yes',
  errors: '0 0',
  source: PRIMARY_ID,
  auto: '1',
  delay: '0',
  seconds: '0',
};

const idsOf = (candidate: RestFacts, primary = PRIMARY): string[] =>
  switching.cannotTakeOver(primary, candidate).map(({ id }) => id);

const without = (facts: RestFacts, key: string): RestFacts =>
  Object.fromEntries(Object.entries(facts).filter(([one]) => one !== key));

describe('a change of roles in MySQL', () => {
  it('lets a replica take over that follows closely, also where it was asked a moment later', () => {
    assert.deepEqual(idsOf(REPLICA), []);
    assert.deepEqual(idsOf({ ...REPLICA, position: `${PRIMARY_ID}:1-103` }), []);
    assert.deepEqual(switching.cannotHandOver(PRIMARY), []);
  });

  it('refuses a replica that does not follow, or follows somebody else', () => {
    assert.deepEqual(idsOf({ ...REPLICA, streaming: 'no' }), ['R11']);
    assert.deepEqual(idsOf({ ...REPLICA, errors: '0 1062' }), ['R11']);
    assert.deepEqual(idsOf({ ...REPLICA, source: OTHER_ID }), ['R11']);
    assert.deepEqual(idsOf({ ...REPLICA, delay: '3600' }), ['R11']);
    assert.deepEqual(idsOf({ ...REPLICA, seconds: '9.5' }), ['R11']);
    assert.deepEqual(idsOf({ ...REPLICA, role: 'primary' }), ['R11']);
    assert.deepEqual(idsOf({ ...REPLICA, channels: '2' }), ['R30']);
    assert.deepEqual(idsOf({ ...REPLICA, auto: '0' }), ['R30']);
  });

  it('takes nothing for fine that is not known', () => {
    for (const key of ['streaming', 'errors', 'source', 'delay', 'role', 'channels', 'auto', 'gtid'])
      assert.equal(idsOf(without(REPLICA, key)).length, 1, key);
    assert.deepEqual(idsOf(without(REPLICA, 'seconds')), ['R24']);
    assert.deepEqual(idsOf(without(REPLICA, 'position')), ['R4']);
  });

  it('refuses transactions that the primary never had (R4)', () => {
    assert.deepEqual(idsOf({ ...REPLICA, position: `${PRIMARY_ID}:1-100,${OTHER_ID}:1` }), ['R4']);
    const known = { ...PRIMARY, position: `${PRIMARY_ID}:1-100,${OTHER_ID}:1-4` };
    assert.deepEqual(idsOf({ ...REPLICA, position: `${PRIMARY_ID}:1-90,${OTHER_ID}:1-4` }, known), []);
  });

  it('refuses servers without GTIDs or a binary log', () => {
    const off = { ...PRIMARY, gtid: 'OFF log=1' };
    assert.deepEqual(
      switching.cannotHandOver(off).map(({ id }) => id),
      ['R30'],
    );
    assert.deepEqual(idsOf({ ...REPLICA, gtid: 'ON log=0' }), ['R30']);
  });

  it('refuses while a transaction is open for long: it would be rolled back (R14)', () => {
    const held = (longest: string): string[] => switching.cannotHandOver({ ...PRIMARY, longest }).map(({ id }) => id);
    assert.deepEqual(held('30'), []);
    assert.deepEqual(held('31'), ['R14']);
    assert.deepEqual(
      switching.cannotHandOver(without(PRIMARY, 'longest')).map(({ id }) => id),
      ['R14'],
    );
  });

  it('knows a fence that lasts, and what the candidate lacks behind it', () => {
    const fenced = { ...PRIMARY, writable: 'no', super: 'yes', lasting: 'yes' };
    assert.equal(switching.isFenced(fenced), true);
    assert.equal(switching.isFenced({ ...fenced, lasting: 'no' }), false);
    assert.equal(switching.isFenced({ ...fenced, super: 'no' }), false);
    assert.equal(switching.isFenced(PRIMARY), false);
    assert.equal(switching.lacks(fenced, REPLICA), undefined);
    assert.match(switching.lacks(fenced, { ...REPLICA, position: `${PRIMARY_ID}:1-99` }) ?? '', /lacks transactions/u);
    assert.match(switching.lacks(fenced, without(REPLICA, 'position')) ?? '', /not known/u);
  });

  it('says how far a replica is behind only where it is known', () => {
    assert.deepEqual(switching.gap(PRIMARY, REPLICA), { transactions: 0, seconds: 0 });
    assert.deepEqual(switching.gap(PRIMARY, { ...REPLICA, position: `${PRIMARY_ID}:1-90`, seconds: '2.5' }), {
      seconds: 2.5,
    });
    assert.deepEqual(switching.gap(PRIMARY, {}), {});
  });

  it('counts a member as following only when it reads from this very primary, and accepts no writes', () => {
    const leads = { ...PRIMARY, identity: OTHER_ID };
    const member = { ...REPLICA, identity: PRIMARY_ID, source: OTHER_ID };
    assert.equal(switching.follows(leads, member), true);
    assert.equal(switching.follows(leads, { ...member, source: PRIMARY_ID }), false);
    assert.equal(switching.follows(leads, { ...member, writable: 'yes' }), false);
    assert.equal(switching.follows(leads, { ...member, streaming: 'no' }), false);
  });
});
