import assert from 'node:assert/strict';
import type { MemberAnswer } from '../../../engines/model/live.ts';
import { cameBackWrong, notBack } from './back.ts';
import type { Standing } from './standing.ts';

const standing = (name: string, answer: Partial<MemberAnswer> | undefined, over: Partial<Standing> = {}): Standing => ({
  name,
  uid: `uid-${name}`,
  address: '10.0.0.1',
  ending: false,
  ready: true,
  answer: answer === undefined ? undefined : { role: 'replica', writable: false, ...answer },
  why: answer === undefined ? 'no server listens in the container (yet)' : undefined,
  ...over,
});
const primary = (over: Partial<MemberAnswer> = {}): Standing =>
  standing('db-0', { role: 'primary', writable: true, history: '3', ...over });
const replica = (over: Partial<MemberAnswer> = {}, more: Partial<Standing> = {}): Standing =>
  standing('db-1', { streaming: true, history: '3', lag: { bytes: 0 }, ...over }, more);

const judged = (member: Standing, other = primary()): string =>
  notBack(member, [member, other], { singleWriter: true }) ?? 'back';

describe('a restarted member', () => {
  it('is back when it follows the primary’s own history, close behind', () => {
    assert.equal(judged(replica()), 'back');
    assert.equal(judged(replica({ lag: { bytes: 16 * 1024 * 1024, seconds: 5 } })), 'back');
    assert.equal(judged(primary(), replica()), 'back');
  });

  it('is not back by being Ready: it must stream, from the right history, and its lag must be known', () => {
    assert.match(judged(replica({ streaming: false })), /receives no changes yet/u);
    assert.match(judged(standing('db-1', { lag: { bytes: 0 } })), /as far as is known/u);
    assert.match(judged(replica({ history: '2' })), /is on 2, its primary on 3/u);
    assert.match(judged(standing('db-1', { streaming: true })), /not known/u);
    assert.match(judged(replica({ lag: { bytes: 16 * 1024 * 1024 + 1 } })), /bytes behind/u);
    assert.match(judged(replica({ lag: { bytes: 0, seconds: 6 } })), /6 s behind/u);
  });

  it('is judged by what its primary says of it, too', () => {
    const followers = [{ name: 'walreceiver', address: '10.0.0.7', state: 'streaming', lag: { bytes: 99_999_999 } }];
    assert.match(judged(replica({}, { address: '10.0.0.7' }), primary({ followers })), /99999999 bytes behind/u);
    const named = [{ name: 'db-1.db.shop.svc:6379', state: 'online', lag: { bytes: 7 } }];
    assert.equal(judged(standing('db-1', { streaming: true }), primary({ followers: named })), 'back');
  });

  it('is not back while it ends, is silent, or is not Ready', () => {
    assert.match(judged(replica({}, { ending: true })), /still ending/u);
    assert.match(judged(standing('db-1', undefined)), /no server listens/u);
    assert.match(judged(replica({}, { ready: false })), /not Ready/u);
    assert.match(judged(primary({ writable: false }), replica()), /does not accept writes yet/u);
  });

  it('is wrong when it accepts writes beside another one: waiting would not help', () => {
    const second = standing('db-1', { role: 'primary', writable: true });
    assert.match(cameBackWrong(second, [primary(), second], { singleWriter: true }) ?? '', /db-1 came back accepting/u);
    assert.equal(cameBackWrong(primary(), [primary(), replica()], { singleWriter: true }), undefined);
    assert.equal(cameBackWrong(second, [primary(), second], { singleWriter: false }), undefined, 'all are alike');
    assert.match(judged(second), /call themselves primary/u);
  });
});
