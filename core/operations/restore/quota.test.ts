import assert from 'node:assert/strict';
import type { ApiObject } from '../../cluster/connection.ts';
import { JOB_RESOURCES } from '../../backups/job-containers.ts';
import { jobsBeside } from './jobs-beside.ts';
import { quotaRefusals, wantedOf } from './quota.ts';

const container = {
  name: 'db',
  resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '512Mi' } },
};
const set = {
  metadata: { name: 'x' },
  spec: { template: { spec: { containers: [container, container] } } },
} as unknown as ApiObject;
const claim = (storage: string) =>
  ({
    metadata: { name: 'data' },
    spec: { storageClassName: 'fast', resources: { requests: { storage } } },
  }) as unknown as ApiObject;
const wanted = wantedOf({ set, claims: [claim('1Gi')] }, jobsBeside(3, JOB_RESOURCES));

const refused = (hard: object, used: object = {}, more: object = {}) =>
  quotaRefusals(
    [{ metadata: { name: 'team' }, spec: { hard, ...more }, status: { used } } as unknown as ApiObject],
    wanted,
  );

describe('quotas and a new instance', () => {
  it('it wants its containers, its claims and the Job beside it', () => {
    assert.equal(wanted['requests.cpu'], 1);
    assert.equal(wanted['requests.memory'], 1024 * 2 ** 20);
    assert.equal(wanted['requests.storage'], 2 ** 30);
    assert.equal(wanted['fast.storageclass.storage.k8s.io/requests.storage'], 2 ** 30);
    assert.equal(wanted['limits.memory'], 2816 * 2 ** 20);
    assert.equal(wanted['pods'], 2);
    assert.equal(wanted['count/jobs.batch'], 3);
  });

  for (const [hard, used, why] of [
    [
      { 'requests.cpu': '4' },
      { 'requests.cpu': '3500m' },
      /requests\.cpu: 1 cores wanted, 0\.5 cores of 4 cores left/u,
    ],
    [{ memory: '2Gi' }, { memory: '1536Mi' }, /memory: 1024 MiB wanted, 512 MiB/u],
    [{ 'requests.storage': '10Gi' }, { 'requests.storage': '10Gi' }, /0 MiB of 10240 MiB left/u],
    [{ pods: '5' }, { pods: '4' }, /pods: 2 wanted, 1 of 5 left/u],
    [
      { 'fast.storageclass.storage.k8s.io/persistentvolumeclaims': '1' },
      { 'fast.storageclass.storage.k8s.io/persistentvolumeclaims': '1' },
      /1 wanted/u,
    ],
  ] as const)
    it(`refuse what does not fit: ${JSON.stringify(hard)}`, () => {
      const [refusal, ...more] = refused(hard, used);
      assert.match(refusal?.evidence ?? '', why);
      assert.match(refusal?.wayOut ?? '', /Raise the quota/u);
      assert.deepEqual(more, []);
    });

  it('allow what fits just so, what they do not count, and those with scopes', () => {
    assert.deepEqual(refused({ 'requests.cpu': '4', pods: '5' }, { 'requests.cpu': '3', pods: '3' }), []);
    assert.deepEqual(refused({ 'count/secrets': '1' }, { 'count/secrets': '1' }), []);
    assert.deepEqual(refused({ pods: '1' }, { pods: '1' }, { scopes: ['BestEffort'] }), []);
  });
});
