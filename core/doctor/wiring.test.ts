import assert from 'node:assert/strict';
import type { ApiObject } from '../cluster/connection.ts';
import type { LiveService } from '../inventory/model.ts';
import { found } from '../../test/doctor/examined.ts';
import { object } from '../../test/support/live.ts';
import { wiring } from './wiring.ts';

const pod = (name: string, role: string): ApiObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: 'postgres', role } },
});
const service = (selector: Readonly<Record<string, string>>): ApiObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'postgres' },
  spec: { selector },
});
const slice = (...names: readonly string[]): ApiObject => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: 'postgres-x', labels: { 'kubernetes.io/service-name': 'postgres' } },
  endpoints: names.map((name) => ({ addresses: ['10.0.0.1'], targetRef: { kind: 'Pod', name } })),
});
const PODS = [pod('postgres-0', 'primary'), pod('postgres-1', 'replica'), pod('postgres-2', 'replica')];
const WRITE: LiveService = {
  service: object('Service', 'postgres'),
  purpose: 'write',
  ports: [5432],
  leadsTo: undefined,
};
const of = (...objects: readonly ApiObject[]): Promise<string[]> =>
  found(wiring, { services: [WRITE] }, { objects: [...PODS, ...objects] });

describe('Doctor: clients can be led to another member', () => {
  it('is well by a label of the role, with the primary alone behind it', async () => {
    assert.deepEqual(await of(service({ app: 'postgres', role: 'primary' }), slice('postgres-0')), [
      'well: postgres can be turned to another member.',
      'well: postgres leads to the primary alone.',
    ]);
  });

  it('is at risk without a Service for writes, by a selector that tells nobody apart, and where it leads elsewhere', async () => {
    assert.match((await found(wiring)).join(), /^risk: No Service leads to the primary alone/u);
    const [turning] = await of(service({ app: 'postgres' }), slice('postgres-0'));
    assert.equal(turning, 'risk: postgres cannot be turned to another member.');
    for (const names of [['postgres-1'], ['postgres-0', 'postgres-1'], []]) {
      const [, leading] = await of(service({ app: 'postgres', role: 'primary' }), slice(...names));
      assert.equal(leading, 'risk: postgres does not lead to the primary alone.', names.join());
    }
  });

  it('is unknown where somebody else says where it leads', async () => {
    assert.match((await of(service({}), slice('postgres-0')))[0] ?? '', /^unknown: Where postgres leads/u);
  });
});
