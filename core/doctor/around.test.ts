import assert from 'node:assert/strict';
import type { ApiObject } from '../cluster/connection.ts';
import { found, node } from '../../test/doctor/examined.ts';
import { ledBy, statefulSet } from '../../test/restart/still-cluster.ts';
import { storage } from '../../test/support/live.ts';
import { capacity } from './capacity.ts';
import { disruptions } from './disruptions.ts';
import { probes } from './probes.ts';
import { spread } from './spread.ts';

const on = (...nodes: readonly (string | undefined)[]) => ({
  members: ledBy(0).members.map((one, index) => ({ ...one, node: nodes[index] })),
});
const budget = (status: Readonly<Record<string, number>>): ApiObject => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'postgres', namespace: 'shop' },
  spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'postgres' } } },
  status,
});
const withProbes = (more: Readonly<Record<string, unknown>>): ApiObject => {
  const containers = [{ name: 'postgres', image: 'postgres:16', ...more }];
  return statefulSet({}, { template: { metadata: { labels: { app: 'postgres' } }, spec: { containers } } });
};
const standard: ApiObject = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard' },
};

describe('Doctor: members run apart', () => {
  it('is well on nodes of their own, at risk on one node or beside the primary, unknown without a node', async () => {
    assert.match((await found(spread, on('a', 'b', 'c'))).join(), /^well: /u);
    assert.match((await found(spread, on('a', 'b', 'b'))).join(), /^well: /u);
    assert.match((await found(spread, on('a', 'a', 'a'))).join(), /^risk: All members run on one node/u);
    assert.match((await found(spread, on('a', 'a', 'b'))).join(), /^risk: postgres-1 and the primary share/u);
    assert.match((await found(spread, on('a', 'b', undefined))).join(), /^unknown: /u);
  });
});

describe('Doctor: maintenance takes one member at a time', () => {
  it('is well with a budget that lets one go, at risk without one or with one that never does, unknown unseen', async () => {
    const of = (status: Readonly<Record<string, number>>) => found(disruptions, {}, { objects: [budget(status)] });
    assert.match((await of({ expectedPods: 3, desiredHealthy: 2, disruptionsAllowed: 1 })).join(), /^well: /u);
    assert.match((await of({ expectedPods: 3, desiredHealthy: 3, disruptionsAllowed: 0 })).join(), /^risk: /u);
    assert.match((await of({ expectedPods: 3, desiredHealthy: 2, disruptionsAllowed: 0 })).join(), /^risk: /u);
    const many = await of({ expectedPods: 3, desiredHealthy: 0, disruptionsAllowed: 3 });
    assert.match(many.join(), /^risk: Maintenance may take 3 members at once/u);
    assert.match((await found(disruptions)).join(), /^risk: Maintenance may take several/u);
    assert.match((await found(disruptions, {}, { forbidden: ['poddisruptionbudgets'] })).join(), /^unknown: /u);
  });
});

describe('Doctor: probes wait for recovery', () => {
  const exec = { command: ['pg_isready'] };

  it('is well without probes, or with a startup probe that is patient', async () => {
    assert.match((await found(probes)).join(), /^well: /u);
    const startupProbe = { exec, periodSeconds: 10, failureThreshold: 360 };
    const workload = withProbes({ livenessProbe: { exec }, startupProbe });
    assert.match((await found(probes, {}, { workload })).join(), /^well: /u);
  });

  it('is at risk with a liveness probe alone that is as hasty as the default, unknown without the container', async () => {
    const workload = withProbes({ livenessProbe: { exec } });
    assert.match((await found(probes, {}, { workload })).join(), /^risk: A probe may restart/u);
    assert.match((await found(probes, { container: 'other' })).join(), /^unknown: How its probes are set/u);
  });
});

describe('Doctor: there is room', () => {
  it('is well with a node, a class and a disk', async () => {
    const all = await found(capacity, {}, { objects: [standard] });
    assert.deepEqual(all, ['well: A member that is made anew finds a node.', 'well: Its disks have room.']);
  });

  it('is at risk without a node, with a full disk, and without the class', async () => {
    const full = { storage: [storage('data-postgres-0', { available: 1024 ** 3 })] };
    const all = await found(capacity, full, { nodes: [node('node-a', false)] });
    assert.match(all[0] ?? '', /^risk: Nodes that take pods have room for 0 of 1/u);
    assert.equal(all[1], 'risk: data-postgres-0 is nearly full.');
    assert.match(all[2] ?? '', /^risk: The storage class standard is not there/u);
  });

  it('is unknown without rights on nodes and classes, and where nobody measured the disk', async () => {
    const blind = { storage: [storage('data-postgres-0', { available: undefined, used: undefined })] };
    const all = await found(capacity, blind, { forbidden: ['pods', 'storageclasses'] });
    assert.deepEqual(
      all.map((one) => one.split(':')[0]),
      ['unknown', 'unknown', 'unknown'],
    );
  });
});
