import assert from 'node:assert/strict';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { MemoryCluster, type Fault } from '../../test/runner/memory-cluster.ts';
import { begin, on, planOf, switchStep, withSwitches } from '../../test/runner/switches.ts';
import { VirtualClock } from '../../test/runner/virtual-clock.ts';
import { LeaseLost, runSteadily, type JournalRecord, type Step } from './index.ts';

/** The API is away for so many seconds, from the second step on. */
async function outage(seconds: number, door: Step = switchStep('a')): Promise<{ record: JournalRecord; on: string }> {
  const cluster = withSwitches(new MemoryCluster());
  const clock = new VirtualClock();
  let until = 0;
  const fault: Fault = () => {
    if (clock.now() < until) throw new ClusterTrouble('unreachable', 'the API is away');
  };
  const step = switchStep('b');
  const cut: Step = {
    ...step,
    act: async (hand) => {
      if (until === 0) until = clock.now() + seconds * 1000;
      await step.act(hand);
    },
  };
  const record = await clock.during(
    runSteadily({ ...begin(cluster.connect(fault), planOf([door, cut, switchStep('c')])), ...clock.times }),
  );
  return { record, on: on(cluster) };
}

describe('runSteadily', () => {
  it('goes on after an outage of the API that was longer than the Lease', async () => {
    const { record, on: left } = await outage(300);
    assert.equal(record.phase, 'done');
    assert.equal(left, 'a b c');
    assert.ok(record.epoch > 1, 'it took the Lease anew');
  });

  it('takes all back after it, where writes were away for too long meanwhile', async () => {
    const { record, on: left } = await outage(300, { ...switchStep('a'), removesWrites: true, deadline: 60 });
    assert.equal(record.phase, 'rolled-back');
    assert.equal(left, '');
  });

  it('leaves it to a person when the API does not come back', async () => {
    await assert.rejects(outage(3 * 3_600), LeaseLost);
  });

  it('leaves it to another who took over meanwhile', async () => {
    const cluster = withSwitches(new MemoryCluster());
    const clock = new VirtualClock();
    const overtaken: Step = {
      ...switchStep('b'),
      act: async (hand) => {
        const lease = cluster.object('Lease', 'plinth-orders');
        assert.ok(lease !== undefined);
        const spec = { ...(lease['spec'] as object), holderIdentity: 'ben', leaseTransitions: 2 };
        cluster.put('Lease', { ...lease, spec });
        await hand.sleep(60_000);
      },
    };
    const run = runSteadily({ ...begin(cluster.connect(), planOf([switchStep('a'), overtaken])), ...clock.times });
    await assert.rejects(clock.during(run), (error) => error instanceof LeaseLost && error.by === 'ben');
  });
});
