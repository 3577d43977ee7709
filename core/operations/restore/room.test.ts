import assert from 'node:assert/strict';
import { parsed, stillCluster, type Still } from '../../../test/restart/still-cluster.ts';
import type { Findings } from '../../preflight/index.ts';
import { JOB_RESOURCES } from '../../backups/job-containers.ts';
import { jobsBeside } from './jobs-beside.ts';
import { roomFindings } from './room.ts';

const [set, claim] = parsed(`
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: again }
spec:
  template:
    spec:
      containers:
        - { name: db, image: 'postgres:16', resources: { requests: { cpu: '1', memory: 1Gi }, limits: { memory: 2Gi } } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { storageClassName: fast, resources: { requests: { storage: 10Gi } } }`);
assert.ok(set && claim);

const NODE = `
apiVersion: v1
kind: Node
metadata: { name: a }
status:
  allocatable: { cpu: '4', memory: 8Gi }
  conditions: [{ type: Ready, status: 'True' }]
  images: [{ names: ['docker.io/library/postgres:16'] }]`;
const SPACE = `
apiVersion: storage.k8s.io/v1
kind: CSIStorageCapacity
metadata: { name: one, namespace: kube-system }
storageClassName: fast
capacity: 20Gi`;
const range = (limit: string): string => `
apiVersion: v1
kind: LimitRange
metadata: { name: team, namespace: shop }
spec: { limits: [{ ${limit} }] }`;

const look = (text: string, still: Still = {}): Promise<Findings> =>
  roomFindings(stillCluster(parsed(text), still), { set, claims: [claim] }, jobsBeside(3, JOB_RESOURCES), 'shop');

describe('the room for a new instance', () => {
  it('is enough: nothing is said', async () => {
    assert.deepEqual(await look(`${NODE}\n---${SPACE}`), { refusals: [], warnings: [] });
  });

  for (const [limit, evidence] of [
    [
      'type: Container, max: { memory: 1Gi }',
      'team allows the container db at most 1024 MiB of memory, it has 2048 MiB.',
    ],
    [
      'type: Container, max: { memory: 512Mi }',
      'team allows the container db at most 512 MiB of memory, it has 2048 MiB; team allows the container engine at most 512 MiB of memory, it has 1024 MiB; team allows the container mover at most 512 MiB of memory, it has 768 MiB.',
    ],
    [
      'type: Container, min: { cpu: 500m }',
      'team asks of the container engine at least 0.5 cores of cpu, it has 0.25 cores; team asks of the container mover at least 0.5 cores of cpu, it has 0.25 cores.',
    ],
    ['type: PersistentVolumeClaim, max: { storage: 5Gi }', 'team allows no claim of 10240 MiB.'],
    ['type: PersistentVolumeClaim, min: { storage: 20Gi }', 'team allows no claim of 10240 MiB.'],
  ] as const)
    it(`is refused by a LimitRange: ${limit}`, async () => {
      const { refusals } = await look(`${NODE}\n---${SPACE}\n---${range(limit)}`);
      assert.deepEqual(
        refusals.map((one) => [one.id, one.evidence]),
        [['R30', evidence]],
      );
    });

  it('is not refused by a LimitRange that it fits into', async () => {
    const wide = range('type: Container, max: { memory: 2Gi, cpu: 2 }, min: { cpu: 100m }, default: { cpu: 1 }');
    assert.deepEqual((await look(`${NODE}\n---${SPACE}\n---${wide}`)).refusals, []);
  });

  it('is refused where the storage has none', async () => {
    const { refusals } = await look(`${NODE}\n---${SPACE.replace('20Gi', '5Gi')}`);
    assert.match(refusals[0]?.what ?? '', /no room for a new volume of 10\.0 GiB/u);
  });

  it('is warned of where no node has it, and where it cannot be seen', async () => {
    const small = await look(`${NODE.replace("cpu: '4'", 'cpu: 500m')}\n---${SPACE}`);
    assert.match(small.warnings.join(), /room for 0 of 1 pods/u);
    const blind = await look(`${NODE}\n---${SPACE}`, { forbidden: ['nodes', 'limitranges', 'csistoragecapacities'] });
    assert.deepEqual(blind.refusals, []);
    for (const about of [/LimitRanges cannot be read/u, /node has room .* not known/u, /new volume .* not known/u])
      assert.match(blind.warnings.join('\n'), about);
  });
});
