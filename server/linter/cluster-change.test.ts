import assert from 'node:assert/strict';
import { allFindings, linterOf } from '../../test/support/workspace.ts';
import { readCluster } from '../cluster/cluster.ts';

const set = (name: string, storageClass: string) => `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ${name} }
spec:
  serviceName: ${name}
  template:
    spec:
      containers:
        - name: db
          image: postgres:16
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { storageClassName: ${storageClass}, resources: { requests: { storage: 5Gi } } }
`;
const cluster = readCluster({ context: 'production', storageClasses: [] });
const RULE = 'storage/unknown-class';

describe('a linter whose cluster changes', () => {
  const setUp = () => {
    const linter = linterOf({ 'a.yaml': set('a', 'fast'), 'b.yaml': set('b', 'fast') }, [RULE]);
    return { linter, found: () => allFindings(linter).map(({ uri }) => uri) };
  };

  it('tells what it has told until somebody has the time, workload by workload', async () => {
    const { linter, found } = setUp();
    assert.deepEqual(found(), []);
    linter.workspace.cluster = cluster;
    linter.clusterChanged();
    assert.deepEqual(found(), [], 'nobody who types waits for it');
    const seen: number[] = [];
    await linter.refreshLater(() => {
      seen.push(found().length);
      return Promise.resolve();
    });
    assert.deepEqual(seen, [1, 2]);
    linter.workspace.cluster = undefined;
    linter.clusterChanged();
    await linter.refreshLater(() => Promise.resolve());
    assert.deepEqual(found(), []);
  });

  it('looks at what was edited meanwhile with the new cluster, and at what is gone not at all', async () => {
    const { linter, found } = setUp();
    found();
    linter.workspace.cluster = cluster;
    linter.clusterChanged();
    const file = linter.workspace.files.get('/test/a.yaml');
    assert.ok(file);
    linter.workspace.update(file, file.change([{ text: set('a', 'slow') }]));
    assert.deepEqual(found(), ['/test/a.yaml']);
    linter.workspace.delete('/test/b.yaml');
    await linter.refreshLater(() => Promise.resolve());
    assert.deepEqual(found(), ['/test/a.yaml']);
    assert.equal(linter.databases('/test/b.yaml').length, 0);
  });
});
