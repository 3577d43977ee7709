import assert from 'node:assert/strict';
import { parsed, stillCluster } from '../../test/restart/still-cluster.ts';
import type { ApiObject } from '../cluster/connection.ts';
import {
  budgetFindings,
  imageOn,
  placementFindings,
  podRoomWarnings,
  readNodes,
  storageRoomFindings,
} from './index.ts';

const made = (text: string): ApiObject => {
  const [object] = parsed(text);
  assert.ok(object);
  return object;
};

const budget = (expected: number, desired: number, allowed: number): ApiObject =>
  made(`
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: orders, namespace: shop }
spec: { minAvailable: ${String(desired)}, selector: { matchLabels: { app: orders } } }
status: { expectedPods: ${String(expected)}, desiredHealthy: ${String(desired)}, disruptionsAllowed: ${String(allowed)} }`);

const node = (name: string, more = '', cpu = '4'): ApiObject =>
  made(`
apiVersion: v1
kind: Node
metadata: { name: ${name}, labels: { zone: ${name} } }
spec: { ${more} }
status:
  allocatable: { cpu: '${cpu}', memory: 8Gi }
  conditions: [{ type: Ready, status: 'True' }]
  images: [{ names: ['docker.io/library/postgres:16', 'docker.io/library/postgres@sha256:1'] }]`);

const pod = (cpu: string, phase = 'Running'): ApiObject =>
  made(`
apiVersion: v1
kind: Pod
metadata: { name: p-${cpu}-${phase}, namespace: other }
spec: { nodeName: a, containers: [{ resources: { requests: { cpu: '${cpu}', memory: 1Gi } } }] }
status: { phase: ${phase} }`);

const GIB = 2 ** 30;

describe('the look before a plan', () => {
  it('refuses a budget that never lets a member go, and warns of one that lets none go now', async () => {
    const labels = { app: 'orders' };
    const never = await budgetFindings(stillCluster([budget(3, 3, 0)]), 'shop', labels);
    assert.match(never.refusals[0]?.evidence ?? '', /minAvailable: 3/u);
    const now = await budgetFindings(stillCluster([budget(3, 2, 0)]), 'shop', labels);
    assert.deepEqual([now.refusals.length, now.warnings.length], [0, 1]);
    const fine = await budgetFindings(stillCluster([budget(3, 2, 1)]), 'shop', labels);
    assert.deepEqual(fine, { refusals: [], warnings: [] });
    const other = await budgetFindings(stillCluster([budget(3, 3, 0)]), 'shop', { app: 'web' });
    assert.deepEqual(other, { refusals: [], warnings: [] });
    const unseen = await budgetFindings(stillCluster([], { forbidden: ['poddisruptionbudgets'] }), 'shop', labels);
    assert.match(unseen.warnings[0] ?? '', /not known/u);
  });

  const claim = made(
    '{ apiVersion: v1, kind: PersistentVolumeClaim, metadata: { name: data }, spec: { volumeName: pv-1 } }',
  );
  const volume = made(`
apiVersion: v1
kind: PersistentVolume
metadata: { name: pv-1 }
spec: { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: zone, operator: In, values: [a] }] }] } } }`);
  const placed = (nodes: readonly ApiObject[] | undefined): ReturnType<typeof placementFindings> =>
    placementFindings(stillCluster([claim, volume]), 'shop', ['data', 'gone'], nodes);

  it('refuses a volume whose only node takes no pods (R10)', async () => {
    const cordoned = await placed([node('a', 'unschedulable: true'), node('b')]);
    assert.deepEqual(
      cordoned.refusals.map(({ id, evidence }) => [id, evidence]),
      [['R10', 'a is cordoned']],
    );
    assert.match((await placed([node('b')])).refusals[0]?.evidence ?? '', /no node fits/u);
  });

  it('allows a volume whose node takes pods (R10), and warns where that is not known', async () => {
    assert.deepEqual(await placed([node('a'), node('b')]), { refusals: [], warnings: [] });
    const unknown = await placed(undefined);
    assert.deepEqual([unknown.refusals.length, unknown.warnings.length], [0, 1]);
  });

  it('refuses a claim for which the driver says that it has no room, and says where it is not known', async () => {
    const place = made(`
apiVersion: storage.k8s.io/v1
kind: CSIStorageCapacity
metadata: { name: one, namespace: kube-system }
storageClassName: fast
capacity: 10Gi
maximumVolumeSize: 8Gi`);
    const look = (size: number, storageClass?: string): ReturnType<typeof storageRoomFindings> =>
      storageRoomFindings(stillCluster([place]), { storageClass, size });
    assert.match((await look(9 * GIB, 'fast')).refusals[0]?.evidence ?? '', /8\.0 GiB where it has most/u);
    assert.deepEqual(await look(8 * GIB, 'fast'), { refusals: [], warnings: [] });
    for (const one of [await look(GIB, 'slow'), await look(GIB)])
      assert.deepEqual([one.refusals.length, one.warnings.length], [0, 1]);
  });

  it('counts the room for pods by what others ask for', async () => {
    const nodes = [node('a', '', '2'), node('b', 'unschedulable: true')];
    const wanted = { cpu: 1, memory: GIB };
    const look = (
      pods: readonly ApiObject[],
      count: number,
      forbidden: readonly string[] = [],
    ): Promise<readonly string[]> => podRoomWarnings(stillCluster(pods, { forbidden }), nodes, wanted, count);
    assert.deepEqual(await look([], 2), []);
    assert.match((await look([pod('500m')], 2))[0] ?? '', /room for 1 of 2 pods/u);
    assert.deepEqual(await look([pod('500m', 'Succeeded')], 2), [], 'an ended one holds nothing');
    assert.match((await look([], 1, ['pods']))[0] ?? '', /not known/u);
  });

  it('knows whether an image lies on the nodes', async () => {
    const nodes = await readNodes(stillCluster([node('a'), node('b')]));
    assert.equal(imageOn(nodes, 'postgres:16'), 'yes');
    assert.equal(imageOn(nodes, 'docker.io/library/postgres:16'), 'yes');
    assert.equal(imageOn(nodes, 'postgres'), 'no');
    assert.equal(imageOn(nodes, 'registry.example/postgres:16'), 'no');
    assert.equal(imageOn([...(nodes ?? []), { ...node('c'), status: {} }], 'postgres:16'), 'some');
    assert.equal(await readNodes(stillCluster([], { forbidden: ['nodes'] })), undefined);
    assert.equal(imageOn(undefined, 'postgres:16'), 'unknown');
  });
});
