import assert from 'node:assert/strict';
import { only, seen, statefulSet } from '../../test/restart/still-cluster.ts';
import { r1OperatorOwned } from './r1-operator-owned.ts';

describe('R1, raw steps on a set that somebody is in charge of', () => {
  it('is refused for an operator’s custom resource, by the flavour', async () => {
    const refusal = await only(r1OperatorOwned(seen([statefulSet()], { flavour: 'operator:cloudnative-pg' })));
    assert.equal(refusal.id, 'R1');
    assert.equal(refusal.kind, 'never');
    assert.match(refusal.what, /CloudNativePG is in charge/u);
  });

  it('is refused where Patroni or Galera decides', async () => {
    for (const flavour of ['patroni', 'galera'] as const) {
      const refusal = await only(r1OperatorOwned(seen([statefulSet()], { flavour })));
      assert.equal(refusal.kind, 'never', flavour);
    }
  });

  it('is refused where another controller owns the set, whatever it is', async () => {
    const ownerReferences = [{ apiVersion: 'example.org/v1', kind: 'Cellar', name: 'wine', controller: true }];
    const refusal = await only(r1OperatorOwned(seen([statefulSet({ ownerReferences })])));
    assert.match(refusal.evidence, /Cellar wine/u);
  });

  it('is refused where only an operator’s label on the pods is to be seen', async () => {
    const template = { metadata: { labels: { 'elasticsearch.k8s.elastic.co/cluster-name': 'logs' } }, spec: {} };
    const refusal = await only(r1OperatorOwned(seen([statefulSet({}, { template })])));
    assert.match(refusal.evidence, /elasticsearch\.k8s\.elastic\.co/u);
  });

  it('is allowed on a plain set, on one that Sentinels watch, and with an owner that controls nothing', async () => {
    assert.deepEqual(await r1OperatorOwned(seen([statefulSet()])), []);
    assert.deepEqual(await r1OperatorOwned(seen([statefulSet()], { flavour: 'sentinel', engine: 'redis' })), []);
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'release' }];
    assert.deepEqual(await r1OperatorOwned(seen([statefulSet({ ownerReferences })])), []);
  });

  it('is allowed with the common labels that charts and operators both use', async () => {
    const labels = { 'app.kubernetes.io/name': 'mariadb', 'app.kubernetes.io/instance': 'shop' };
    assert.deepEqual(await r1OperatorOwned(seen([statefulSet({}, { template: { metadata: { labels } } })])), []);
  });
});
