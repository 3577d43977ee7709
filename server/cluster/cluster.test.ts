import assert from 'node:assert/strict';
import { isSameCluster, readCluster } from './cluster.ts';

const fast = {
  metadata: { name: 'fast', resourceVersion: '1' },
  provisioner: 'ebs.csi.aws.com',
  reclaimPolicy: 'Retain',
};
const slow = { metadata: { name: 'slow' }, provisioner: 'ebs.csi.aws.com' };

describe('a snapshot of a cluster', () => {
  it('is none for null and for what names no context', () => {
    for (const nothing of [null, undefined, 3, {}, { context: '' }, { context: 7 }]) {
      assert.equal(readCluster(nothing), undefined);
    }
  });

  it('knows what may be read, and leaves unknown what may not', () => {
    const cluster = readCluster({ context: 'c', storageClasses: [slow, fast], version: 'v1.36.3+k3s1' });
    assert.deepEqual(
      cluster?.storageClasses?.map(({ kind, apiVersion, name, context }) => [kind, apiVersion, name, context]),
      [
        ['StorageClass', 'storage.k8s.io/v1', 'fast', 'c'],
        ['StorageClass', 'storage.k8s.io/v1', 'slow', 'c'],
      ],
    );
    assert.equal(cluster.version, '1.36');
    assert.equal(cluster.snapshotClasses, undefined);
    assert.equal(cluster.zones, undefined);
    assert.equal(cluster.nodes, undefined);
  });

  it('reads nonsense as unknown', () => {
    const odd = readCluster({
      context: 'c',
      version: 1.36,
      storageClasses: 'all',
      zones: ['b', 3, 'a', 'b'],
      nodes: '3',
    });
    assert.deepEqual(
      [odd?.version, odd?.storageClasses, odd?.zones, odd?.nodes],
      [undefined, undefined, ['a', 'b'], undefined],
    );
    assert.deepEqual(
      readCluster({ context: 'c', storageClasses: [null, 3, {}, { metadata: {} }] })?.storageClasses,
      [],
    );
  });

  it('is the same whatever changes that no rule reads, and in whatever order it comes', () => {
    const one = readCluster({ context: 'c', storageClasses: [fast, slow], zones: ['a', 'b'] });
    const touched = { ...fast, metadata: { resourceVersion: '2', name: 'fast', managedFields: [{}] } };
    assert.ok(isSameCluster(one, readCluster({ zones: ['b', 'a'], storageClasses: [slow, touched], context: 'c' })));
    assert.ok(isSameCluster(undefined, undefined));
  });

  it('is another one when a rule could say something else', () => {
    const one = readCluster({ context: 'c', storageClasses: [fast] });
    for (const other of [
      { context: 'd', storageClasses: [fast] },
      { context: 'c', storageClasses: [{ ...fast, reclaimPolicy: 'Delete' }] },
      { context: 'c', storageClasses: [fast, slow] },
      { context: 'c' },
      { context: 'c', storageClasses: [fast], zones: [] },
      { context: 'c', storageClasses: [fast], snapshotClasses: [] },
      { context: 'c', storageClasses: [fast], nodes: 1 },
      { context: 'c', storageClasses: [fast], version: '1.36' },
      null,
    ]) {
      assert.ok(!isSameCluster(one, readCluster(other)), JSON.stringify(other));
    }
  });
});
