import assert from 'node:assert/strict';
import { dumpEngineOf } from '../../../engines/dumps.ts';
import { snapshotEngineOf } from '../../../engines/snapshots.ts';
import { parsed, stillCluster, type Still } from '../../../test/restart/still-cluster.ts';
import { database, object } from '../../../test/support/live.ts';
import { BACKUP_LABEL, MANIFEST_NOTE, PART_LABEL } from '../../backups/snapshots.ts';
import type { Connection } from '../../cluster/connection.ts';
import type { Plan } from '../../runner/plan.ts';
import { manifestOf } from './manifest.ts';
import { planFromSnapshot, planSnapshotTest } from './restore-snapshot.ts';

const backup = '20261122t030000z-abcdefgh';
/** A Redis of one, whose second snapshot holds what was written meanwhile. */
const parts = ['data', 'log'].map((part) => ({ name: `orders-${part}`, restoreSize: '12Gi', part }));
const manifest = manifestOf({
  id: backup,
  database: { namespace: 'shop', kind: 'StatefulSet', name: 'orders' },
  engine: 'redis',
  consistency: 'application',
  member: 'orders-0',
  started: 0,
  ended: 0,
  told: { version: '7.2' },
  snapshots: parts,
  tool: 'plinth test',
});
const SNAPSHOTS = parts.map(({ name, part }) =>
  JSON.stringify({
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshot',
    metadata: {
      name,
      labels: { 'plinth.dev/database': 'orders', [BACKUP_LABEL]: backup, [PART_LABEL]: part },
      annotations: part === 'data' ? { [MANIFEST_NOTE]: JSON.stringify(manifest) } : {},
    },
    status: { readyToUse: true },
  }),
);
const SET = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: orders }
spec:
  replicas: 1
  selector: { matchLabels: { app: orders } }
  template:
    metadata: { labels: { app: orders } }
    spec:
      containers:
        - name: redis
          image: redis:7.2
          resources: { requests: { cpu: '1', memory: 1Gi }, limits: { memory: 2Gi } }
          volumeMounts: [{ name: data, mountPath: /data }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { storageClassName: fast, accessModes: [ReadWriteOnce], resources: { requests: { storage: 10Gi } } }`;
const NODE = `
apiVersion: v1
kind: Node
metadata: { name: a }
status:
  allocatable: { cpu: '4', memory: 8Gi }
  conditions: [{ type: Ready, status: 'True' }]
  images: [{ names: ['docker.io/library/redis:7.2'] }]`;
const space = (capacity: string): string => `
apiVersion: storage.k8s.io/v1
kind: CSIStorageCapacity
metadata: { name: one, namespace: kube-system }
storageClassName: fast
capacity: ${capacity}`;
const limit = (text: string): string => `
apiVersion: v1
kind: LimitRange
metadata: { name: team }
spec: { limits: [{ ${text} }] }`;
const quota = (hard: string, used: string): string => `
apiVersion: v1
kind: ResourceQuota
metadata: { name: team }
spec: { hard: { ${hard} } }
status: { used: { ${used} } }`;

async function plans(more: readonly string[], still: Still = {}): Promise<readonly [Plan, Plan]> {
  const connection = stillCluster(parsed([SET, ...SNAPSHOTS, ...more].join('\n---\n')), still) as Connection;
  const orders = database('orders', {
    namespace: 'shop',
    engine: 'redis',
    container: 'redis',
    workload: object('StatefulSet', 'orders'),
  });
  const situation = { connection, database: orders, now: () => 0, id: 'k3v9x2ab', facts: {} };
  const tools = { snapshotEngineOf, dumpEngineOf, tool: 'plinth test' };
  return [
    await planFromSnapshot(tools, situation, { method: 'snapshot', backup, name: 'again' }),
    await planSnapshotTest(tools, situation, { method: 'snapshot', backup }),
  ];
}

describe('a new instance from a snapshot', () => {
  it('fits: both plans say what it asks for, and make both claims', async () => {
    for (const { refusals, warnings, steps } of await plans([NODE, space('20Gi')])) {
      assert.deepEqual(refusals, []);
      assert.match(warnings.join('\n'), /asks for 1\.1 cores of CPU, 1088 MiB of memory and 24576 MiB of storage/u);
      assert.equal(steps.filter(({ id }) => id.startsWith('claim-')).length, 2);
    }
  });

  for (const [what, more, why] of [
    ['the storage', [space('11Gi')], /fast has 11\.0 GiB where it has most/u],
    ['a LimitRange', [limit('type: Container, max: { memory: 1Gi }')], /the container redis at most 1024 MiB/u],
    ['a LimitRange for the Job', [limit('type: Container, min: { cpu: 200m }')], /the container engine at least/u],
    ['a quota', [quota("pods: '2'", "pods: '1'")], /pods: 2 wanted, 1 of 2 left/u],
    ['a quota of claims', [quota('requests.storage: 30Gi', 'requests.storage: 10Gi')], /24576 MiB wanted, 20480 MiB/u],
  ] as const)
    it(`is refused where ${what} has no room, and no step is planned`, async () => {
      for (const { refusals, steps } of await plans([NODE, ...more])) {
        assert.ok(refusals.length > 0);
        for (const { what } of refusals) assert.doesNotMatch(what, /No backup/u);
        for (const { evidence } of refusals) assert.match(evidence, why);
        assert.deepEqual(steps, []);
      }
    });

  it('warns where no node has room, and of what cannot be seen', async () => {
    for (const { refusals, warnings } of await plans([NODE.replace("cpu: '4'", 'cpu: 500m'), space('20Gi')])) {
      assert.deepEqual(refusals, []);
      assert.match(warnings.join('\n'), /room for 0 of 1 pods/u);
    }
    const forbidden = ['nodes', 'limitranges', 'csistoragecapacities', 'resourcequotas'];
    for (const { refusals, warnings } of await plans([NODE], { forbidden })) {
      assert.deepEqual(refusals, []);
      for (const about of [/quotas cannot be read/u, /LimitRanges cannot be read/u, /node has room .* not known/u])
        assert.match(warnings.join('\n'), about);
    }
  });

  it('is not weighed again where it stands already, when its operation is taken up', async () => {
    const there = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: again, labels: { plinth.dev/operation: k3v9x2ab } }`;
    const [restore] = await plans([NODE, space('1Gi'), there]);
    assert.deepEqual(restore.refusals, []);
  });
});
