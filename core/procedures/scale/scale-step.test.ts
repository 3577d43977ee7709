import assert from 'node:assert/strict';
import { parsed, stillCluster } from '../../../test/restart/still-cluster.ts';
import type { Connection } from '../../cluster/connection.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation } from '../../runner/step.ts';
import { scaleDownStep } from './scale-step.ts';

const step = scaleDownStep({
  id: 'down',
  title: 'Scale orders to 0',
  namespace: 'shop',
  set: 'orders',
  from: { replicas: 2, start: 0 },
  to: { replicas: 0, start: 0 },
  deadline: 60,
});

const set = (replicas: number, status: string): string => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: orders, generation: 3, uid: u }
spec: { replicas: ${String(replicas)}, selector: { matchLabels: { app: orders } } }
status: { ${status} }`;
const pod = (name: string, more = ''): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, ownerReferences: [{ uid: u }]${more} }
status: { conditions: [{ type: Ready, status: 'True' }] }`;
const COUNTED =
  'observedGeneration: 3, replicas: 2, readyReplicas: 2, currentReplicas: 2, updatedReplicas: 2, currentRevision: a, updateRevision: a';

const back = (text: string, ...forbidden: readonly string[]): Promise<Observation> => {
  const hand = { see: stillCluster(parsed(text), { forbidden }) as Connection, signal: new AbortController().signal };
  const { undo } = step;
  assert.ok(undo);
  return undo.verify(hand as unknown as Hand);
};

describe('the way back of a scale to nothing', () => {
  it('is seen in the pods', async () => {
    const pods = [pod('orders-0'), pod('orders-1')];
    assert.equal((await back([set(2, ''), ...pods].join('\n---\n'))).state, 'done');
    const one = [pod('orders-0'), pod('orders-1', ", deletionTimestamp: '2026-01-01T00:00:00Z'")];
    assert.equal((await back([set(2, COUNTED), ...one].join('\n---\n'))).state, 'todo');
  });

  it('is told by the controller where the pods may not be listed', async () => {
    const seen = await back(set(2, COUNTED), 'pods');
    assert.equal(seen.state, 'done');
    assert.match(seen.evidence, /2 are there, and 2 are ready, as its controller counts: one may not list its pods/u);
  });

  for (const [what, text] of [
    ['it is asked for less', set(0, COUNTED)],
    ['the controller has not seen what is asked for', set(2, COUNTED.replace('observedGeneration: 3', ''))],
    ['a member is not ready', set(2, COUNTED.replace('readyReplicas: 2', 'readyReplicas: 1'))],
    ['a member is ending', set(2, COUNTED.replace('currentReplicas: 2, updatedReplicas: 2', 'currentReplicas: 1'))],
    ['one is too many', set(2, COUNTED.replace(' replicas: 2', ' replicas: 3'))],
    ['nothing is counted', set(2, '')],
  ] as const)
    it(`is not there yet where ${what}`, async () => {
      assert.equal((await back(text, 'pods')).state, 'todo');
    });

  it('counts members of both revisions of a set that is being updated', async () => {
    const text = COUNTED.replace(
      'currentReplicas: 2, updatedReplicas: 2, currentRevision: a',
      'currentReplicas: 1, updatedReplicas: 1, currentRevision: b',
    );
    assert.equal((await back(set(2, text), 'pods')).state, 'done');
  });

  it('is not known where the set itself may not be read', async () => {
    await assert.rejects(back(set(2, COUNTED), 'statefulsets'), /may not read statefulsets/u);
  });
});
