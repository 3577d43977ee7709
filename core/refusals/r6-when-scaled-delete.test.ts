import assert from 'node:assert/strict';
import { only, seen, statefulSet } from '../../test/restart/still-cluster.ts';
import { r6WhenScaledDelete } from './r6-when-scaled-delete.ts';

const policy = (whenScaled: string): object => ({ persistentVolumeClaimRetentionPolicy: { whenScaled } });

describe('R6, scaling in a set that deletes the claims of those that go', () => {
  it('is refused with whenScaled: Delete', async () => {
    const refusal = await only(r6WhenScaledDelete(seen([statefulSet({}, { ...policy('Delete') })])));
    assert.equal(refusal.id, 'R6');
    assert.equal(refusal.kind, 'never');
    assert.match(refusal.wayOut, /--namespace=shop .*Retain/u);
  });

  it('is allowed with whenScaled: Retain, and where nothing is said, which is the same', async () => {
    assert.deepEqual(await r6WhenScaledDelete(seen([statefulSet({}, { ...policy('Retain') })])), []);
    assert.deepEqual(await r6WhenScaledDelete(seen([statefulSet()])), []);
  });
});
