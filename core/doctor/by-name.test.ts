import assert from 'node:assert/strict';
import type { ApiObject } from '../cluster/connection.ts';
import type { LiveService } from '../inventory/model.ts';
import { found } from '../../test/doctor/examined.ts';
import { object } from '../../test/support/live.ts';
import { byName } from './by-name.ts';

const services: readonly LiveService[] = [
  { service: object('Service', 'postgres-pods'), purpose: 'governing', ports: [5432], leadsTo: undefined },
];
const config = (host: string): ApiObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'shop' },
  data: { DATABASE_HOST: host },
});

describe('Doctor: nobody goes to a pod by its name', () => {
  it('is well where nothing in sight names one, and says where was not looked', async () => {
    const all = await found(byName, { services }, { objects: [config('postgres')] });
    assert.deepEqual(all, ['well: No application of this namespace is seen to go to a pod by its name.']);
  });

  it('is at risk where a ConfigMap names one', async () => {
    const all = await found(byName, { services }, { objects: [config('postgres-0.postgres-pods.shop.svc')] });
    assert.deepEqual(all, ['risk: ConfigMap shop may go to a pod by its name.']);
  });

  it('is unknown where one may not look', async () => {
    const all = await found(byName, { services }, { forbidden: ['deployments'] });
    assert.deepEqual(all, ['unknown: Whether applications go to a pod by its name is not known.']);
  });
});
