import assert from 'node:assert/strict';
import { parsed, stillCluster } from '../../../test/restart/still-cluster.ts';
import type { Connection, ObjectName } from '../../cluster/connection.ts';
import type { Hand } from '../../runner/hand.ts';
import { downStep } from './down-step.ts';

const { undo } = downStep({
  namespace: 'shop',
  set: 'orders',
  standing: { replicas: 1, ready: 1 } as never,
  deadline: 60,
  preconditions: () => Promise.resolve([]),
});
assert.ok(undo);

const set = (replicas: number, status: string): string => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: orders, generation: 3, uid: u }
spec: { replicas: ${String(replicas)}, selector: { matchLabels: { app: orders } } }
status: { ${status} }`;
const UP =
  'observedGeneration: 3, replicas: 1, readyReplicas: 1, updatedReplicas: 1, currentRevision: a, updateRevision: a';

/** A hand that may not list pods; the set is as the first text until it is patched, and then as the second. */
function handOver(before: string, after: string) {
  const patched: ObjectName[] = [];
  const see = (text: string): Connection => stillCluster(parsed(text), { forbidden: ['pods'] }) as Connection;
  const [first, then] = [see(before), see(after)];
  const now = (): Connection => (patched.length === 0 ? first : then);
  const hand = {
    see: {
      read: (...given: Parameters<Connection['read']>) => now().read(...given),
      list: (...given: Parameters<Connection['list']>) => now().list(...given),
    },
    signal: new AbortController().signal,
    tell: () => undefined,
    sleep: () => Promise.resolve(),
    patch: (name: ObjectName) => Promise.resolve(patched.push(name)),
  };
  return { hand: hand as unknown as Hand, patched };
}

describe('the way back of the old members of a restore in place', () => {
  it('does not hang on the right to list pods', async () => {
    const { hand, patched } = handOver(set(0, 'observedGeneration: 3'), set(1, UP));
    await undo.act(hand);
    assert.deepEqual(
      patched.map(({ name }) => name),
      ['orders'],
    );
    const seen = await undo.verify(hand);
    assert.equal(seen.state, 'done', seen.evidence);
    assert.match(seen.evidence, /1 are ready, as its controller counts: one may not list its pods/u);
  });

  for (const [what, status] of [
    ['its controller has not seen it yet', UP.replace('observedGeneration: 3', 'observedGeneration: 2')],
    ['none is ready', UP.replace('readyReplicas: 1', 'readyReplicas: 0')],
    ['the one that is ready ends', UP.replace('updatedReplicas: 1', 'updatedReplicas: 0')],
  ] as const)
    it(`is not there yet where ${what}`, async () => {
      const { hand } = handOver(set(1, status), '');
      assert.equal((await undo.verify(hand)).state, 'todo');
    });
});
