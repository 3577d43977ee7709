import assert from 'node:assert/strict';
import type { RestFacts } from '../model/stopping.ts';
import { switching } from './switching.ts';

const FILE = '/var/lib/mysql/primary';

const PRIMARY: RestFacts = {
  version: '10.11.19-MariaDB',
  identity: '101',
  writable: 'yes',
  role: 'primary',
  position: '0-101-100',
  known: '0-102-40,0-101-100',
  strict: '1',
  log: '1 1',
  longest: '0',
  passing: '',
  remote: '0',
  events: '0',
  starts: 'ro',
  file: FILE,
  lasting: 'no',
};

const REPLICA: RestFacts = {
  ...PRIMARY,
  identity: '102',
  writable: 'no',
  role: 'replica',
  channels: '1',
  connection: '',
  source: '101',
  streaming: 'yes',
  errors: '0 0',
  auto: '1',
  delay: '0',
  seconds: '0',
  lasting: 'yes',
};

const idsOf = (candidate: RestFacts, primary = PRIMARY): string[] =>
  switching.cannotTakeOver(primary, candidate).map(({ id }) => id);

const handingOver = (primary: RestFacts): string[] => switching.cannotHandOver(primary).map(({ id }) => id);

const without = (facts: RestFacts, key: string): RestFacts =>
  Object.fromEntries(Object.entries(facts).filter(([one]) => one !== key));

describe('a change of roles in MariaDB', () => {
  it('lets a replica take over that follows closely, also where it was asked a moment later', () => {
    assert.deepEqual(handingOver(PRIMARY), []);
    assert.deepEqual(idsOf(REPLICA), []);
    assert.deepEqual(idsOf({ ...REPLICA, position: '0-101-103', known: '0-102-40,0-101-103' }), []);
  });

  it('refuses a replica that does not follow, follows somebody else or under a name, or is late', () => {
    for (const unlike of [
      { streaming: 'no' },
      { errors: '0 1062' },
      { source: '103' },
      { delay: '3600' },
      { seconds: '9' },
    ])
      assert.deepEqual(idsOf({ ...REPLICA, ...unlike }), ['R11'], JSON.stringify(unlike));
    assert.deepEqual(idsOf({ ...REPLICA, role: 'primary' }), ['R11']);
    for (const unlike of [{ channels: '2' }, { auto: '0' }, { connection: 'north' }, { log: '1 0' }])
      assert.deepEqual(idsOf({ ...REPLICA, ...unlike }), ['R30'], JSON.stringify(unlike));
  });

  it('takes nothing for fine that is not known', () => {
    const keys = ['streaming', 'errors', 'source', 'delay', 'channels', 'connection', 'auto', 'log', 'starts', 'file'];
    for (const key of keys) assert.equal(idsOf(without(REPLICA, key)).length, 1, key);
    assert.deepEqual(idsOf(without(REPLICA, 'seconds')), ['R24']);
    for (const key of ['position', 'known']) assert.deepEqual(idsOf(without(REPLICA, key)), ['R4'], key);
    for (const key of ['role', 'log', 'longest', 'passing', 'remote', 'events', 'starts', 'file'])
      assert.equal(handingOver(without(PRIMARY, key)).length, 1, key);
  });

  it('refuses a set whose members start as they will: no fence would outlive a restart (R30)', () => {
    const found = switching.cannotHandOver({ ...without(PRIMARY, 'file'), starts: 'rw' });
    assert.deepEqual(
      found.map(({ id }) => id),
      ['R30'],
    );
    assert.match(found[0]?.evidence ?? '', /starts so that it accepts writes/u);
    assert.match(found[0]?.wayOut ?? '', /examples\/topologies\/mariadb/u);
    // A file that makes nobody read-only where it is not there tells nothing.
    assert.deepEqual(handingOver({ ...PRIMARY, starts: 'rw' }), ['R30']);
    assert.deepEqual(handingOver(without(PRIMARY, 'file')), ['R30']);
  });

  it('refuses where somebody may write although it is read-only (R17)', () => {
    for (const unlike of [{ passing: 'app@%' }, { remote: '1' }, { events: '2' }])
      assert.deepEqual(handingOver({ ...PRIMARY, ...unlike }), ['R17'], JSON.stringify(unlike));
  });

  it('refuses while a transaction is open for long (R14), and a primary that itself follows somebody (R30)', () => {
    assert.deepEqual(handingOver({ ...PRIMARY, longest: '30' }), []);
    assert.deepEqual(handingOver({ ...PRIMARY, longest: '31' }), ['R14']);
    assert.deepEqual(handingOver({ ...PRIMARY, role: 'replica' }), ['R30']);
  });

  it('refuses transactions that the primary never had (R4)', () => {
    assert.deepEqual(idsOf({ ...REPLICA, position: '0-102-101', known: '0-101-100,0-102-101' }), ['R4']);
  });

  it('knows a fence only where it outlives a restart', () => {
    const fenced = { ...PRIMARY, writable: 'no', role: 'replica', lasting: 'yes' };
    assert.equal(switching.isFenced(fenced), true);
    for (const unlike of [{ lasting: 'no' }, { writable: 'yes' }, { role: 'primary' }])
      assert.equal(switching.isFenced({ ...fenced, ...unlike }), false, JSON.stringify(unlike));
    assert.equal(switching.isFenced(without(fenced, 'lasting')), false);
  });

  it('counts a member as following only when it reads from this very primary, and accepts no writes', () => {
    const leads = { ...PRIMARY, identity: '102' };
    const member = { ...REPLICA, identity: '101', source: '102' };
    assert.equal(switching.follows(leads, member), true);
    for (const unlike of [{ source: '101' }, { writable: 'yes' }, { streaming: 'no' }, { role: 'primary' }])
      assert.equal(switching.follows(leads, { ...member, ...unlike }), false, JSON.stringify(unlike));
  });
});
