import assert from 'node:assert/strict';
import { only, seen, statefulSet } from '../../test/restart/still-cluster.ts';
import { storage } from '../../test/support/live.ts';
import { r6ThrowAwayVolume } from './r6-throw-away-volume.ts';

const passing = [storage('data', { claim: undefined, label: 'data (emptyDir)' })];

describe('R6, ending a pod whose data go with it', () => {
  it('is refused where the data lie on an emptyDir', async () => {
    const refusal = await only(r6ThrowAwayVolume(seen([statefulSet()], { storage: passing })));
    assert.equal(refusal.kind, 'never');
    assert.equal(refusal.evidence, 'data (emptyDir)');
  });

  it('is allowed on a claim, for a cache, and for what is declared to be thrown away', async () => {
    assert.deepEqual(await r6ThrowAwayVolume(seen([statefulSet()])), []);
    assert.deepEqual(await r6ThrowAwayVolume(seen([statefulSet()], { storage: passing, cache: true })), []);
    const annotations = { 'plinth.dev/ephemeral': 'rebuilt every night' };
    assert.deepEqual(await r6ThrowAwayVolume(seen([statefulSet({ annotations })], { storage: passing })), []);
  });

  it('is allowed where only something other than the data lies on an emptyDir', async () => {
    const other = [storage('data'), storage('tmp', { claim: undefined, label: 'tmp (emptyDir)', data: false })];
    assert.deepEqual(await r6ThrowAwayVolume(seen([statefulSet()], { storage: other })), []);
  });
});
