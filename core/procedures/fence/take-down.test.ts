import assert from 'node:assert/strict';
import { statefulSet, stillCluster } from '../../../test/restart/still-cluster.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import type { Hand } from '../../runner/hand.ts';
import { GATE } from './change.ts';
import { isBack } from './take-down.ts';

const pod = (ready: boolean, more: object = {}): ApiObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'postgres-1' },
  spec: { nodeName: 'node-a', ...more },
  status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});

const state = async (set: ApiObject, ...pods: readonly ApiObject[]): Promise<string> => {
  const hand = { see: stillCluster([set, ...pods]), signal: new AbortController().signal } as unknown as Hand;
  return (await isBack(hand, { namespace: 'shop', set: 'postgres', pod: 'postgres-1' })).state;
};

describe('a member that is to come back from a fence', () => {
  it('is back when its pod is Ready, and not before', async () => {
    assert.equal(await state(statefulSet(), pod(true)), 'done');
    assert.equal(await state(statefulSet(), pod(false)), 'partial');
    assert.equal(await state(statefulSet()), 'partial');
    assert.equal(
      await state(statefulSet(), pod(true, { nodeName: undefined, schedulingGates: [{ name: GATE }] })),
      'partial',
    );
  });

  it('is not waited for where its set asks for no member at all', async () => {
    assert.equal(await state(statefulSet({}, { replicas: 0 })), 'done');
  });

  it('is not back while its set says that one is fenced, or holds pods and nothing says why', async () => {
    const noted = statefulSet({ annotations: { 'plinth.dev/fenced': 'postgres-1' } });
    assert.equal(await state(noted, pod(true)), 'todo');
    const gated = statefulSet({}, { template: { spec: { schedulingGates: [{ name: GATE }] } } });
    assert.equal(await state(gated, pod(true)), 'impossible');
  });
});
