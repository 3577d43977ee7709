import assert from 'node:assert/strict';
import { found } from '../../test/doctor/examined.ts';
import { ledBy, withMember } from '../../test/restart/still-cluster.ts';
import { replication } from './replication.ts';

const members = (over: object) => ({ members: withMember(ledBy(0), 1, over).members });
const second = async (over: object): Promise<string> => (await found(replication, members(over)))[0] ?? '';

describe('Doctor: every replica follows', () => {
  it('is well while all stream on the same history, little behind', async () => {
    assert.deepEqual(await found(replication), ['well: postgres-1 follows.', 'well: postgres-2 follows.']);
  });

  it('is at risk with a replica that does not stream, has parted, or is far behind', async () => {
    assert.equal(await second({ streaming: false }), 'risk: postgres-1 receives no changes.');
    assert.equal(await second({ history: '2' }), 'risk: postgres-1 is on another history than its primary.');
    assert.equal(await second({ lag: { bytes: 17 * 1024 ** 2 } }), 'risk: postgres-1 is far behind.');
    assert.equal(await second({ lag: { bytes: 0, seconds: 6 } }), 'risk: postgres-1 is far behind.');
  });

  it('is at risk with a replica of another database', async () => {
    const asked = ['postgres-0', 'postgres-1', 'postgres-2'].map((name) => ({
      name,
      facts: { identity: name === 'postgres-2' ? '7' : '1' },
      why: undefined,
    }));
    const all = await found(replication, {}, { asked });
    assert.deepEqual(all, ['well: postgres-1 follows.', 'risk: postgres-2 is of another database.']);
  });

  it('is at risk without any replica', async () => {
    const alone = await found(replication, { members: ledBy(0).members.slice(0, 1) });
    assert.deepEqual(alone, ['risk: There is no replica to fail over to.']);
  });

  it('is unknown, never well, where nobody knows', async () => {
    assert.equal(await second({ lag: undefined }), 'unknown: How far postgres-1 is behind is not known.');
    assert.equal(await second({ lag: {} }), 'unknown: How far postgres-1 is behind is not known.');
    assert.equal(await second({ streaming: undefined }), 'unknown: Whether postgres-1 receives changes is not known.');
    const other = await second({ upstream: 'postgres-2' });
    assert.equal(other, 'unknown: Whether postgres-1 follows this primary is not known.');
    const asked = { state: 'failed', by: undefined, why: 'no client', at: undefined };
    const silent = await second({ asked, streaming: undefined });
    assert.equal(silent, 'unknown: How postgres-1 stands is not known.');
  });

  it('has nothing to say of members that are all alike', async () => {
    const alike = ledBy(0).members.map((one) => ({ ...one, role: 'member' as const, writable: false }));
    assert.deepEqual(await found(replication, { members: alike }), []);
  });
});
