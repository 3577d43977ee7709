import assert from 'node:assert/strict';
import type { RestFacts } from '../model/stopping.ts';
import type { Unfit } from '../model/switching.ts';
import { switching } from './switching.ts';
import { readAwaited } from './synchronous.ts';

/** As a primary of PostgreSQL 16 with one standby, pg-1, says. */
const primary: RestFacts = {
  version: '16.14',
  number: '160014',
  identity: '7711042929117126689',
  checkpoint: '0/3000028',
  signal: 'no',
  conninfo_from: 'configuration file',
  synchronous_standby_names: '',
  synchronous_commit: 'on',
  slot: '',
  slots: 'pg_1 pg_2',
  used: 'pg_1 pg_2',
  logical: '',
  room: '8',
  standbys: 'pg-1 pg-2',
  prepared: '0',
  oldest: '0',
  backups: '0',
  role: 'primary',
  writable: 'yes',
  position: '0/5000060',
  history: '1',
};

const standby: RestFacts = {
  ...primary,
  signal: 'yes',
  slot: 'pg_1',
  slots: '',
  used: '',
  room: '10',
  standbys: '',
  role: 'replica',
  writable: 'no',
  position: '0/5000060',
  replayed: '0/5000060',
  streaming: 'yes',
  upstream: 'pg-0.pg',
  name: 'pg-1',
  paused: 'no',
  delay: '0',
  seconds: '0',
  link: 'words',
};

/** Without one key: it was not said. */
function without(facts: RestFacts, key: string): RestFacts {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => name !== key));
}

const ids = (found: readonly Unfit[]): string[] => found.map(({ id }) => id);

describe('PostgreSQL: who may hand over', () => {
  const judged = (facts: RestFacts): string[] => ids(switching.cannotHandOver(facts));

  it('allows a primary with nothing against it', () => {
    assert.deepEqual(switching.cannotHandOver(primary), []);
  });

  it('refuses versions before 12, and one that is not known', () => {
    assert.deepEqual(judged({ ...primary, number: '110022' }), ['R30']);
    assert.deepEqual(judged(without(primary, 'number')), ['R30']);
    assert.deepEqual(judged({ ...primary, number: '120000' }), []);
  });

  it('refuses where primary_conninfo stands on the command line', () => {
    assert.deepEqual(judged({ ...primary, conninfo_from: 'command line' }), ['R30']);
    assert.deepEqual(judged({ ...primary, conninfo_from: 'default' }), []);
  });

  it('refuses with prepared transactions, or when nobody says that there are none', () => {
    assert.deepEqual(judged({ ...primary, prepared: '1' }), ['R14']);
    assert.deepEqual(judged(without(primary, 'prepared')), ['R14']);
  });

  it('refuses while a base backup runs', () => {
    assert.deepEqual(judged({ ...primary, backups: '1' }), ['R14']);
    assert.deepEqual(judged(without(primary, 'backups')), ['R14']);
  });

  it('refuses with logical slots', () => {
    assert.deepEqual(judged({ ...primary, logical: 'cdc' }), ['R14']);
    assert.deepEqual(judged(without(primary, 'logical')), ['R14']);
  });
});

describe('PostgreSQL: who may take over', () => {
  const judged = (changed: RestFacts, from = primary): string[] =>
    ids(switching.cannotTakeOver(from, { ...standby, ...changed }));
  const silent = (key: string): string[] => ids(switching.cannotTakeOver(primary, without(standby, key)));

  it('allows a standby that streams and has all', () => {
    assert.deepEqual(switching.cannotTakeOver(primary, standby), []);
  });

  it('refuses a standby of another database', () => {
    assert.deepEqual(judged({ identity: '7711042929117126690' }), ['R4']);
    assert.deepEqual(silent('identity'), ['R4']);
    assert.deepEqual(ids(switching.cannotTakeOver(without(primary, 'identity'), standby)), ['R4']);
  });

  it('refuses one that is no standby, and one that does not stream', () => {
    assert.deepEqual(judged({ role: 'primary' }), ['R11']);
    assert.deepEqual(judged({ streaming: 'no' }), ['R11']);
    assert.deepEqual(silent('streaming'), ['R11']);
  });

  it('refuses another timeline', () => {
    assert.deepEqual(judged({ history: '2' }), ['R11']);
    assert.deepEqual(silent('history'), ['R11']);
    assert.deepEqual(judged({ history: '2' }, { ...primary, history: '2' }), []);
  });

  it('refuses a paused replay and a delayed one', () => {
    assert.deepEqual(judged({ paused: 'yes' }), ['R11']);
    assert.deepEqual(silent('paused'), ['R11']);
    assert.deepEqual(judged({ delay: '1800000' }), ['R11']);
    assert.deepEqual(silent('delay'), ['R11']);
  });

  it('refuses where the link cannot be handed on, and where it stands on the command line', () => {
    assert.deepEqual(judged({ link: 'uri' }), ['R30']);
    assert.deepEqual(silent('link'), ['R30']);
    assert.deepEqual(judged({ conninfo_from: 'command line' }), ['R30']);
  });

  it('refuses while a base backup is taken from it', () => {
    assert.deepEqual(judged({ backups: '1' }), ['R14']);
  });

  it('refuses more than 16 MiB or 5 s, and a gap that nobody knows', () => {
    assert.deepEqual(judged({ replayed: '0/4000060' }), []);
    assert.deepEqual(judged({ replayed: '0/400005F' }), ['R11']);
    assert.deepEqual(judged({ seconds: '5' }), []);
    assert.deepEqual(judged({ seconds: '5.1' }), ['R11']);
    assert.deepEqual(silent('seconds'), ['R24']);
    assert.deepEqual(silent('replayed'), ['R24']);
  });

  it('refuses where the slots of the others find no room', () => {
    // Its own slot is not needed on itself.
    assert.deepEqual(judged({ room: '1' }), []);
    assert.deepEqual(judged({ room: '0' }), ['R30']);
    assert.deepEqual(silent('room'), ['R30']);
    assert.deepEqual(judged({ room: '0', slots: 'pg_2' }), []);
    assert.deepEqual(judged({ room: '0' }, { ...primary, slots: '', used: '' }), []);
  });

  it('refuses where its commits would wait for standbys that are not there', () => {
    assert.deepEqual(judged({ synchronous_standby_names: 'pg-1' }), ['R14']);
    assert.deepEqual(judged({ synchronous_standby_names: 'FIRST 2 (pg-1, "pg-2")' }), ['R14']);
    assert.deepEqual(judged({ synchronous_standby_names: 'ANY 1 ("pg-0", "pg-1", "pg-2")' }), []);
    assert.deepEqual(judged({ synchronous_standby_names: '*' }), []);
    assert.deepEqual(judged({ synchronous_standby_names: 'pg-1', synchronous_commit: 'local' }), []);
  });
});

describe('PostgreSQL: how far it is', () => {
  it('measures a gap by what was replayed', () => {
    assert.deepEqual(switching.gap(primary, { ...standby, replayed: '0/5000000', seconds: '0.25' }), {
      bytes: 96,
      seconds: 0.25,
    });
    assert.deepEqual(switching.gap(primary, { ...standby, replayed: '0/6000000' }), { bytes: 0, seconds: 0 });
    assert.deepEqual(switching.gap(primary, {}), {});
  });

  it('knows a fence by recovery and the signal together', () => {
    assert.equal(switching.isFenced(standby), true);
    assert.equal(switching.isFenced({ ...standby, signal: 'no' }), false);
    assert.equal(switching.isFenced({ ...primary, signal: 'yes' }), false);
    assert.equal(switching.isFenced({}), false);
  });

  it('lets a candidate lead only with everything up to the shutdown checkpoint', () => {
    const fenced = { ...standby, position: '0/50000D8', replayed: '0/50000D8', checkpoint: '0/5000060' };
    const at = (replayed: string): string | undefined => switching.lacks(fenced, { ...standby, replayed });
    assert.equal(at('0/50000D8'), undefined);
    assert.equal(at('0/50000D7'), 'it lacks 1 bytes of WAL');
    // A candidate that has all that the fenced one says, but not its last checkpoint.
    assert.match(switching.lacks({ ...fenced, position: '0/5000060' }, standby) ?? '', /last checkpoint/u);
    assert.match(switching.lacks(without(fenced, 'position'), standby) ?? '', /not known/u);
    assert.match(switching.lacks(fenced, without(standby, 'replayed')) ?? '', /not known/u);
    assert.match(switching.lacks(fenced, { ...standby, identity: '1' }) ?? '', /same database/u);
    assert.match(switching.lacks(fenced, { ...standby, history: '2', replayed: '0/6000000' }) ?? '', /timeline 2/u);
  });

  it('knows a follower by streaming on the timeline of the new primary', () => {
    const leads = { ...primary, history: '2' };
    assert.equal(switching.follows(leads, { ...standby, history: '2' }), true);
    assert.equal(switching.follows(leads, standby), false);
    assert.equal(switching.follows(leads, { ...standby, history: '2', streaming: 'no' }), false);
    assert.equal(switching.follows(leads, leads), false);
    assert.equal(switching.follows({}, without(standby, 'history')), false);
  });
});

describe('PostgreSQL: synchronous_standby_names', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ['', { count: 0, names: [] }],
    ['*', { count: 1, names: ['*'] }],
    ['a, B', { count: 1, names: ['a', 'b'] }],
    ['2 (a, b,c)', { count: 2, names: ['a', 'b', 'c'] }],
    ['any 1 ("pg-0", "with "" and, comma")', { count: 1, names: ['pg-0', 'with " and, comma'] }],
    ['FIRST 3 (*)', { count: 3, names: ['*'] }],
    ['FIRST 1 (a b)', undefined],
  ];
  for (const [setting, expected] of cases)
    it(`«${setting}»`, () => {
      assert.deepEqual(readAwaited(setting), expected);
    });
});
