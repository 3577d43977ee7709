import assert from 'node:assert/strict';
import pico from 'picocolors';
import { describePlan, runPlan, type Step } from '../../core/runner/index.ts';
import { MemoryCluster } from '../../test/runner/memory-cluster.ts';
import { begin, planOf, switchStep, withSwitches } from '../../test/runner/switches.ts';
import { VirtualClock } from '../../test/runner/virtual-clock.ts';
import { tellTree } from './tell-tree.ts';

/** Runs steps with a tree that is drawn nowhere; gives how each stands at the end, and what is said below. */
async function draw(steps: readonly Step[]) {
  let text = '';
  const paper = { write: (more: string) => void (text += more), colors: pico.createColors(false) };
  const tree = tellTree(paper, 'silent');
  const plan = planOf(steps);
  const clock = new VirtualClock();
  const connection = withSwitches(new MemoryCluster()).connect();
  tree.begin(describePlan(plan));
  const record = await clock.during(runPlan({ ...begin(connection, plan), ...clock.times, onEvent: tree.event }));
  await tree.end(record, 0);
  return { steps: tree.states(), text };
}

describe('progress drawn on a terminal', () => {
  it('shows each step as done', async () => {
    const { steps, text } = await draw([switchStep('a'), switchStep('b')]);
    assert.deepEqual(steps, ['Turn a on: COMPLETED', 'Turn b on: COMPLETED']);
    assert.match(text, /^Turn orders on: done after /u);
  });

  it('shows what failed, what was taken back, and what was never begun', async () => {
    const failing = switchStep('b', { act: () => Promise.reject(new Error('it broke')) });
    const { steps, text } = await draw([switchStep('a'), failing, switchStep('c')]);
    assert.deepEqual(steps.slice(0, 4), [
      'Turn a on: COMPLETED',
      'Turn b on: FAILED',
      'Turn c on: SKIPPED',
      'Take back: turn b off: SKIPPED',
    ]);
    assert.equal(steps[4], 'Take back: turn a off: COMPLETED');
    assert.match(text, /rolled-back/u);
    assert.match(text, /it broke/u);
  });

  it('ends although nothing more comes', async () => {
    const tree = tellTree({ write: () => undefined, colors: pico.createColors(false) }, 'silent');
    tree.begin(describePlan(planOf([switchStep('a')])));
    await tree.close();
    await tree.close();
    assert.match(tree.states()[0] ?? '', /^Turn a on.*: SKIPPED$/u);
  });
});
