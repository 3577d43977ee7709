import assert from 'node:assert/strict';
import { usesCluster, wish } from '../../scripts/test/cluster.mjs';

describe('the stage of the practice cluster', () => {
  it('is wanted by name, by the environment, and in CI; and by nobody else', () => {
    assert.equal(wish(true, {}), 'asked');
    assert.equal(wish(false, { PLINTH_CLUSTER_TESTS: '1', CI: 'true' }), 'asked');
    assert.equal(wish(false, { CI: 'true' }), 'ci');
    assert.equal(wish(false, { CI: 'false' }), 'no');
    assert.equal(wish(false, {}), 'no');
  });

  it('comes before folders whose tests need it, also by what stands beside them', () => {
    for (const folder of ['test/cluster', 'test/chaos', 'test/topologies']) assert.ok(usesCluster(folder), folder);
    for (const folder of ['engines', 'test/properties', 'test/corpus']) assert.ok(!usesCluster(folder), folder);
  });
});
