import assert from 'node:assert/strict';
import { stillCluster } from '../../../test/restart/still-cluster.ts';
import type { Json } from '../../../engines/model/object.ts';
import type { Eyes } from '../../runner/hand.ts';
import { changedClaims } from './same-claims.ts';

/** What changed of the claim `data-orders-0` with the uid `a`, where this one stands in its place. */
function changed(uid: string | undefined, phase = 'Bound', over: Readonly<Record<string, Json>> = {}) {
  const metadata = { name: 'data-orders-0', namespace: 'shop', uid: uid ?? '', ...over };
  const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, status: { phase } };
  const see = stillCluster(uid === undefined ? [] : [claim]) as Eyes;
  return changedClaims({ see }, 'shop', [{ name: 'data-orders-0', uid: 'a' }]);
}

describe('claims that are compared with those that were recorded', () => {
  it('are the same by their uid, and bound', async () => {
    assert.deepEqual(await changed('a'), []);
  });

  it('are others where a namesake was made since, or none is there', async () => {
    assert.match((await changed('b')).join(), /another claim by now \(uid b, and was a\)/u);
    assert.deepEqual(await changed(undefined), ['data-orders-0 is gone']);
  });

  it('do not count where they are not bound, or are being deleted', async () => {
    assert.deepEqual(await changed('a', 'Lost'), ['data-orders-0 is Lost']);
    const ending = { deletionTimestamp: '2026-11-23T00:00:00Z' };
    assert.deepEqual(await changed('a', 'Bound', ending), ['data-orders-0 is being deleted']);
  });
});
