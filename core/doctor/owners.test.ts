import assert from 'node:assert/strict';
import type { ApiObject } from '../cluster/connection.ts';
import { found } from '../../test/doctor/examined.ts';
import { owners } from './owners.ts';

const autoscaler: ApiObject = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'by-load', namespace: 'shop' },
  spec: { scaleTargetRef: { kind: 'StatefulSet', name: 'postgres' } },
};

describe('Doctor: nobody would fight', () => {
  it('is well where nobody owns replicas', async () => {
    assert.match((await found(owners)).join(), /^well: /u);
  });

  it('is at risk with an autoscaler', async () => {
    const all = await found(owners, {}, { objects: [autoscaler] });
    assert.deepEqual(all, ['risk: HorizontalPodAutoscaler by-load would fight a failover.']);
  });

  it('is unknown where autoscalers cannot be listed', async () => {
    const all = await found(owners, {}, { forbidden: ['horizontalpodautoscalers'] });
    assert.match(all.join(), /^unknown: /u);
  });
});
