import assert from 'node:assert/strict';
import type { RestFacts } from '../model/stopping.ts';
import { failingOver } from './failing-over.ts';

/** As a standby of PostgreSQL 16 says whose primary is gone. */
const standby: RestFacts = {
  version: '16.14',
  number: '160014',
  identity: '7711042929117126689',
  conninfo_from: 'configuration file',
  synchronous_standby_names: '',
  synchronous_commit: 'on',
  role: 'replica',
  writable: 'no',
  position: '0/5000060',
  replayed: '0/5000060',
  streaming: 'no',
  history: '1',
  paused: 'no',
  delay: '0',
  backups: '0',
  link: 'words',
};

describe('PostgreSQL: who may lead without the primary', () => {
  const judged = (changed: RestFacts, ...others: readonly RestFacts[]): string[] =>
    failingOver
      .cannotLead(
        { ...standby, ...changed },
        others.map((one) => ({ ...standby, ...one })),
      )
      .map(({ id }) => id);

  it('allows a standby that receives nothing any more, alone and beside others of its database', () => {
    assert.deepEqual(judged({}), []);
    assert.deepEqual(judged({}, {}, { position: '0/5000030' }), []);
    assert.deepEqual(judged({ history: '2' }, { history: '1' }), []);
  });

  it('refuses one of another database than another standby (R4)', () => {
    assert.deepEqual(judged({}, { identity: '7711042929117126690' }), ['R4']);
    const unsaid = Object.fromEntries(Object.entries(standby).filter(([key]) => key !== 'identity'));
    assert.deepEqual(
      failingOver.cannotLead(unsaid, []).map(({ id }) => id),
      ['R4'],
    );
  });

  it('refuses one on an older timeline than another standby, and one whose replay is paused or delayed (R11)', () => {
    assert.deepEqual(judged({}, { history: '2' }), ['R11']);
    assert.deepEqual(judged({}, { history: 'unknown' }), ['R11']);
    assert.deepEqual(judged({ paused: 'yes' }), ['R11']);
    assert.deepEqual(judged({ delay: '1800000' }), ['R11']);
  });

  it('compares positions of one timeline of one database alone', () => {
    const ahead = (one: RestFacts, other: RestFacts): number | undefined =>
      failingOver.ahead({ ...standby, ...one }, { ...standby, ...other });
    assert.equal(ahead({ position: '0/5000090' }, {}), 0x30);
    assert.equal(ahead({}, { position: '1/0' }), 0x5000060 - 2 ** 32);
    assert.equal(ahead({ history: '2' }, {}), undefined);
    assert.equal(ahead({ identity: '1' }, {}), undefined);
  });

  it('knows what is received and not applied, and a half record that never will be', () => {
    const unapplied = (changed: RestFacts): string | undefined => failingOver.unapplied({ ...standby, ...changed });
    assert.equal(unapplied({}), undefined);
    assert.match(unapplied({ replayed: '0/5000030' }) ?? '', /^48 bytes of WAL are received and not replayed yet/u);
    assert.equal(unapplied({ replayed: '0/5000030', waits: 'RecoveryWalStream' }), undefined);
    assert.ok(unapplied({ replayed: 'unknown' }) !== undefined);
  });
});
