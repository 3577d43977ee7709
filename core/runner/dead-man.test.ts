import assert from 'node:assert/strict';
import { MemoryCluster } from '../../test/runner/memory-cluster.ts';
import { begin, DATABASE, on, planOf, switchStep, withSwitches } from '../../test/runner/switches.ts';
import { VirtualClock } from '../../test/runner/virtual-clock.ts';
import { listOperations, resumeOperation, runPlan, type JournalRecord, type Step } from './index.ts';

const door: Step = { ...switchStep('door'), removesWrites: true, deadline: 60 };
const slow = (seconds: number, id = 'slow'): Step => {
  const step = switchStep(id);
  return {
    ...step,
    act: async (hand) => {
      await hand.sleep(seconds * 1000);
      await step.act(hand);
    },
  };
};

async function run(steps: readonly Step[]): Promise<{ readonly record: JournalRecord; readonly on: string }> {
  const cluster = withSwitches(new MemoryCluster());
  const clock = new VirtualClock();
  const record = await clock.during(runPlan({ ...begin(cluster.connect(), planOf(steps)), ...clock.times }));
  return { record, on: on(cluster) };
}

describe('The dead-man', () => {
  it('takes all back when writes are away for longer than their deadline, whatever step that is in', async () => {
    const { record, on: left } = await run([door, slow(40), slow(40, 'slower')]);
    assert.equal(record.phase, 'rolled-back');
    assert.match(record.reason ?? '', /away for 60 s at most since «Turn door on»/u);
    assert.equal(left, '');
    assert.ok((record.ended ?? 0) - (record.steps[0]?.started ?? 0) < 70_000, 'within the deadline + 10 s');
  });

  it('leaves an operation alone that ends in time, and one that takes nothing away', async () => {
    assert.equal((await run([door, slow(50)])).record.phase, 'done');
    assert.equal((await run([switchStep('door'), slow(90)])).record.phase, 'done');
  });

  it('is disarmed when writes are back', async () => {
    const opened: Step = { ...switchStep('opened'), bringsWritesBack: true };
    const { record } = await run([door, slow(40), opened, slow(90, 'slower')]);
    assert.equal(record.phase, 'done');
  });

  it('is disarmed by the point of no return', async () => {
    const point: Step = { ...switchStep('point'), pointOfNoReturn: true };
    const { record, on: left } = await run([door, point, slow(90)]);
    assert.equal(record.phase, 'done');
    assert.equal(left, 'door point slow');
  });

  for (const [deadMan, phase] of [
    ['kept', 'rolled-back'],
    ['renewed', 'done'],
  ] as const) {
    it(`counts ${deadMan === 'kept' ? 'on' : 'anew'} when the operation is taken up again (${deadMan})`, async () => {
      const cluster = withSwitches(new MemoryCluster());
      const clock = new VirtualClock();
      const plan = planOf([door, slow(30)]);
      const sleepy = {
        ...slow(0),
        act: () => {
          clock.skip(600_000);
          return Promise.resolve();
        },
      };
      const first = runPlan({ ...begin(cluster.connect(), planOf([door, sleepy])), ...clock.times });
      await assert.rejects(clock.during(first), /could not be renewed/u);
      const [listed] = (await listOperations(cluster.connect(), 'shop', DATABASE)).operations;
      assert.ok(listed !== undefined);
      const again = { connection: cluster.connect(), plan, record: listed.record, holder: 'ben', ...clock.times };
      const record = await clock.during(resumeOperation({ ...again, direction: 'forward', deadMan }));
      assert.equal(record.phase, phase);
      assert.equal(on(cluster), phase === 'done' ? 'door slow' : '');
    });
  }
});
