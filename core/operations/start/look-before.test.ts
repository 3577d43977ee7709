import assert from 'node:assert/strict';
import { ledBy, parsed, stillCluster } from '../../../test/restart/still-cluster.ts';
import { object } from '../../../test/support/live.ts';
import type { Connection } from '../../cluster/connection.ts';
import type { Operation, Plan } from '../../runner/plan.ts';
import type { Facts } from '../../runner/step.ts';
import { lookingFirst } from './look-before.ts';

const bare = {
  id: 'start',
  title: 'Start',
  plan: () => Promise.resolve({ steps: [], refusals: [], warnings: [] } as unknown as Plan),
} satisfies Operation;

const record = JSON.stringify({
  ...{ schema: 1, operation: 'stop0001', at: 0, replicas: 3, start: 0, members: [], services: [], followDoor: false },
  claims: [{ name: 'data-orders-0', uid: 'a' }],
});

const cluster = (node: string): string => `
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: orders
  annotations: { plinth.dev/stopped: '${record}' }
spec:
  replicas: 0
  template: { spec: { containers: [{ name: postgres, image: 'postgres:16', resources: { requests: { cpu: '1', memory: 1Gi } } }] } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data-orders-0 }
spec: { volumeName: pv-0 }
---
apiVersion: v1
kind: PersistentVolume
metadata: { name: pv-0 }
spec: { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: disk, operator: In, values: [a] }] }] } } }
---
apiVersion: v1
kind: Node
metadata: { name: a, labels: { disk: a } }
${node}`;

const ready = `
  conditions: [{ type: Ready, status: 'True' }]
  images: [{ names: ['docker.io/library/postgres:16'] }]`;

function plan(text: string, facts: Facts = {}): Promise<Plan> {
  const connection = stillCluster(parsed(text)) as unknown as Connection;
  const database = ledBy(0, { workload: object('StatefulSet', 'orders'), members: [] });
  return lookingFirst(bare).plan({ connection, database, now: () => 0, id: 'start001', facts }, {});
}

describe('the look before a start', () => {
  it('refuses it where a volume’s node takes no pods (R10)', async () => {
    const { refusals } = await plan(cluster(`spec: { unschedulable: true }\nstatus:${ready}`));
    assert.deepEqual(
      refusals.map(({ id, evidence }) => [id, evidence]),
      [['R10', 'a is cordoned']],
    );
  });

  it('warns where not all pods have room, and where the image is not there', async () => {
    const allocatable = "\n  allocatable: { cpu: '2', memory: 64Gi }";
    const { refusals, warnings } = await plan(cluster(`status:${ready}${allocatable}`));
    assert.deepEqual(refusals, []);
    assert.deepEqual(warnings.length, 1);
    assert.match(warnings[0] ?? '', /room for 2 of 3 pods/u);
    const bareNode =
      "status:\n  conditions: [{ type: Ready, status: 'True' }]\n  allocatable: { cpu: '4', memory: 64Gi }";
    assert.match((await plan(cluster(bareNode))).warnings.join(), /postgres:16 lies on no node yet/u);
  });

  it('is made once: an operation that is taken up again has pods already', async () => {
    const { refusals, warnings } = await plan(cluster(`spec: { unschedulable: true }\nstatus:${ready}`), {
      kept: true,
    });
    assert.deepEqual([refusals, warnings], [[], []]);
  });
});
