import assert from 'node:assert/strict';
import type { RestFacts } from '../model/stopping.ts';
import { aheadByGtid, cannotLeadOf, unappliedByGtid } from './failing-over-judge.ts';

const GROUP = '3e11fa47-71ca-11e1-9e33-c80aa9429562';

/** As a replica says whose source is gone: its receiver cannot connect. */
const replica: RestFacts = {
  role: 'replica',
  channels: '1',
  auto: '1',
  errors: '2003 0',
  delay: '0',
  position: `${GROUP}:1-20`,
  received: `${GROUP}:1-20`,
};

describe('MySQL and MariaDB: who may lead without the primary', () => {
  const judged = (changed: RestFacts): string[] =>
    cannotLeadOf({ untold: () => undefined })({ ...replica, ...changed }).map(({ id }) => id);

  it('allows a replica that reaches its source no more and applies what it has', () => {
    assert.deepEqual(judged({}), []);
  });

  it('refuses one that is no replica, that does not apply, or applies late on purpose (R11)', () => {
    assert.deepEqual(judged({ role: 'primary' }), ['R11']);
    assert.deepEqual(judged({ errors: '2003 1062' }), ['R11']);
    assert.deepEqual(judged({ errors: '' }), ['R11']);
    assert.deepEqual(judged({ delay: '3600' }), ['R11']);
  });

  it('refuses one of several sources, and one that does not follow by GTID (R30)', () => {
    assert.deepEqual(judged({ channels: '2' }), ['R30']);
    assert.deepEqual(judged({ auto: '0' }), ['R30']);
  });

  it('compares by what was received, applied or not; two that each have more cannot be compared', () => {
    const with_ = (received: string): RestFacts => ({ ...replica, received: `${GROUP}:${received}` });
    assert.equal(aheadByGtid(with_('1-25'), with_('1-20')), 1);
    assert.equal(aheadByGtid(with_('1-20'), with_('1-25')), -1);
    assert.equal(aheadByGtid(replica, replica), 0);
    assert.equal(aheadByGtid(with_('1-25'), { ...replica, received: `${GROUP}:1-20:30` }), undefined);
    assert.equal(unappliedByGtid(replica), undefined);
    assert.match(unappliedByGtid(with_('1-25')) ?? '', /^it has received .*1-25 and applied .*1-20/u);
  });
});
