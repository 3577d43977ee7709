import assert from 'node:assert/strict';
import { stillCluster } from '../../../test/restart/still-cluster.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { machineRefusals, machineSeen, OUT_OF_SERVICE, type Eyes } from './machine.ts';
import type { FenceNote } from './note.ts';

const node = (ready: 'True' | 'False' | 'Unknown', ...taints: readonly string[]): ApiObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'node-a' },
  spec: { taints: taints.map((key) => ({ key, effect: 'NoExecute' })) },
  status: { conditions: [{ type: 'Ready', status: ready }] },
});

/** Reads these objects; the kubelet says this, or may not be asked. */
const eyes = (objects: readonly ApiObject[], running?: readonly string[] | null): Eyes => ({
  ...stillCluster(objects),
  get: (path) => {
    assert.equal(path, '/api/v1/nodes/node-a/proxy/runningpods/');
    if (running === undefined) return Promise.reject(new ClusterTrouble('forbidden', 'You may not get nodes/proxy.'));
    const items = running?.map((uid) => ({ metadata: { uid } })) ?? null;
    return Promise.resolve(JSON.stringify({ kind: 'PodList', items }));
  },
});

const NOTE: FenceNote = {
  pod: 'orders-1',
  way: 'gate',
  by: 'abcd2345',
  role: 'primary',
  uid: 'old',
  node: 'node-a',
  grace: 30,
  before: { replicas: 3, start: 0, updateStrategy: { type: 'RollingUpdate' } },
};

const proven = async (see: Eyes, goneFor = 0, attested?: string): Promise<boolean> =>
  (await machineSeen(see, NOTE, attested, goneFor)).proven;

describe('what proves that a pod has ended on its node', () => {
  it('is the word of its kubelet, where it may be asked', async () => {
    assert.equal(await proven(eyes([node('True')], ['other'])), true);
    assert.equal(await proven(eyes([node('True')], null)), true, 'nothing runs there');
    assert.equal(await proven(eyes([node('True')], ['other', 'old']), 1_000), false, 'removed by force, it still runs');
  });

  it('is a kubelet that has been alive for longer than a pod takes to end, where it may not be asked', async () => {
    assert.equal(await proven(eyes([node('True')]), 0), false);
    assert.equal(await proven(eyes([node('True')]), 89), false);
    assert.equal(await proven(eyes([node('True')]), 90), true);
  });

  it('is nothing where the node is not Ready, or not there, or out of sight', async () => {
    for (const ready of ['False', 'Unknown'] as const)
      assert.equal(await proven(eyes([node(ready)], []), 1_000), false);
    assert.equal(await proven(eyes([], []), 1_000), false, 'removing a Node stops no container');
    const blind = { ...eyes([]), ...stillCluster([node('True')], { forbidden: ['nodes'] }) };
    assert.equal(await proven(blind, 1_000), false);
  });

  it('is the taint with a person’s word, both, for a node that is not Ready (F4)', async () => {
    const off = node('Unknown', OUT_OF_SERVICE);
    assert.equal(await proven(eyes([off]), 0, 'node-a'), true);
    assert.equal(await proven(eyes([off]), 1_000), false, 'nobody attests it');
    assert.equal(await proven(eyes([off]), 1_000, 'node-b'), false, 'another node is attested');
    assert.equal(await proven(eyes([node('Unknown')]), 1_000, 'node-a'), false, 'the taint is missing');
    assert.equal(await proven(eyes([node('True', OUT_OF_SERVICE)], ['old']), 1_000, 'node-a'), false, 'it is on');
  });
});

describe('R10, fencing a member whose node cannot confirm it', () => {
  it('is refused where the node is not Ready', async () => {
    const [refusal, ...more] = await machineRefusals(eyes([node('Unknown')]), 'node-a', undefined);
    assert.deepEqual(more, []);
    assert.equal(refusal?.id, 'R10');
    assert.match(refusal.evidence, /not Ready; it is not marked as out of service/u);
    assert.equal((await machineRefusals(eyes([]), 'node-a', 'node-a')).length, 1, 'a node that is gone');
    assert.equal((await machineRefusals(eyes([node('Unknown')]), 'node-a', 'node-a')).length, 1, 'without the taint');
  });

  it('is allowed where it is Ready, or out of service and attested', async () => {
    assert.deepEqual(await machineRefusals(eyes([node('True')]), 'node-a', undefined), []);
    assert.deepEqual(await machineRefusals(eyes([node('Unknown', OUT_OF_SERVICE)]), 'node-a', 'node-a'), []);
  });
});
