import assert from 'node:assert/strict';
import type { ObjectName, RemoveOptions } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import { removeReaderStep } from './reader-said.ts';

const ID = 'k3v9x2ab';
const NAME = `plinth-proof-${ID}`;

/** A hand of somebody who may list nothing; the Job is this operation's or somebody else's, and ends some looks after it was removed. */
function handOf(maker: string | undefined): { readonly hand: Hand; readonly removed: (string | undefined)[] } {
  const removed: (string | undefined)[] = [];
  let looks = maker === undefined ? 0 : 3;
  const hand = {
    id: ID,
    namespace: 'shop',
    signal: new AbortController().signal,
    see: {
      read: ({ name }: ObjectName) => {
        if (removed.length > 0) looks--;
        if (looks <= 0) return Promise.reject(new ClusterTrouble('missing', `There is no ${name}.`));
        return Promise.resolve({ metadata: { name, uid: 'u1', labels: { 'plinth.dev/operation': maker } } });
      },
      list: () => {
        throw new ClusterTrouble('forbidden', 'You may not list pods.');
      },
    },
    remove: (_: ObjectName, { propagation, uid }: RemoveOptions) => {
      removed.push(`${String(propagation)} ${String(uid)}`);
      return Promise.resolve();
    },
    sleep: () => Promise.resolve(),
    tell: () => undefined,
  };
  return { hand: hand as unknown as Hand, removed };
}

describe('the step that removes the Job of the proof', () => {
  const step = removeReaderStep('shop', NAME);

  it('removes that very one with its pods, and waits until it is gone, with no right to list pods', async () => {
    const { hand, removed } = handOf(ID);
    assert.equal((await step.observe(hand)).state, 'todo');
    await step.act(hand);
    assert.deepEqual(removed, ['Foreground u1']);
    assert.equal((await step.observe(hand)).state, 'done');
    assert.deepEqual(
      step.needs.map(({ verb, resource }) => `${verb} ${resource.plural}`),
      ['get jobs', 'delete jobs'],
    );
  });

  it('touches no Job of another operation, and finds nothing to do where there is none', async () => {
    for (const maker of ['b2b2b2b2', undefined]) {
      const { hand, removed } = handOf(maker);
      assert.equal((await step.observe(hand)).state, 'done');
      await step.act(hand);
      assert.deepEqual(removed, []);
    }
  });
});
