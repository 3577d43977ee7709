import assert from 'node:assert/strict';
import { found } from '../../test/doctor/examined.ts';
import { ledBy, withMember } from '../../test/restart/still-cluster.ts';
import { oneWriter } from './one-writer.ts';

const members = (index: number, over: object) => ({ members: withMember(ledBy(0), index, over).members });

describe('Doctor: one member accepts writes', () => {
  it('is well with exactly one', async () => {
    assert.deepEqual(await found(oneWriter), ['well: postgres-0 alone accepts writes.']);
  });

  it('is at risk with two, and with none', async () => {
    const two = await found(oneWriter, members(2, { role: 'primary', writable: true }));
    assert.match(two.join(), /^risk: postgres-0 and postgres-2 accept writes/u);
    assert.deepEqual(await found(oneWriter, members(0, { writable: false })), ['risk: No member accepts writes.']);
  });

  it('is unknown while one does not say', async () => {
    const silent = await found(oneWriter, members(1, { role: 'unknown', writable: undefined }));
    assert.deepEqual(silent, ['unknown: Whether postgres-1 accepts writes is not known.']);
    const asked = { state: 'failed', by: 'engine', why: 'no answer in time', at: 1 };
    const frozen = await found(oneWriter, members(0, { asked }));
    assert.deepEqual(frozen, ['unknown: Whether postgres-0 accepts writes is not known.']);
  });
});
