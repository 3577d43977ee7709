import assert from 'node:assert/strict';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { fenceOperation } from '../../core/operations/fence/fence.ts';
import { unfenceOperation } from '../../core/operations/fence/unfence.ts';
import { describeOnCluster, isReady } from '../cluster/practice.ts';
import { PlainLab, SET } from './plain-lab.ts';

const [FIRST, MIDDLE, LAST] = [0, 1, 2].map((one) => `${SET}-${String(one)}`) as [string, string, string];

const readyBut =
  (unready?: string) =>
  ({ members }: LiveDatabase): boolean =>
    members.length === 3 && members.every(({ pod, ready }) => ready === (pod.name !== unready));

describeOnCluster('a fence in a set whose members wait for each other', function () {
  this.timeout('8m');
  let lab: PlainLab;

  before(async () => {
    lab = await PlainLab.open('fences-ordered', { replicas: 3 });
    await lab.seen(readyBut());
  });
  after(() => lab.close());

  it('is refused by scaling while another member is not Ready, and done at the gate', async () => {
    await lab.here(['exec', MIDDLE, '--', 'touch', '/data/unready']);
    const scaled = await lab.plan(fenceOperation, { member: LAST, way: 'scale' }, readyBut(MIDDLE));
    assert.deepEqual(
      scaled.plan.refusals.map(({ id }) => id),
      ['R15'],
    );
    assert.match(scaled.plan.refusals[0]?.wayOut ?? '', /way gate/u);

    const before = await lab.pods();
    await lab.run(await lab.plan(fenceOperation, { member: FIRST }, readyBut(MIDDLE)));
    const { [FIRST]: held, ...others } = await lab.pods();
    const { [FIRST]: ended, ...asBefore } = before;
    assert.deepEqual(others, asBefore, 'another member’s pod was replaced');
    assert.notEqual(held, ended);

    await lab.here(['exec', MIDDLE, '--', 'rm', '/data/unready']);
    await lab.run(await lab.plan(unfenceOperation, {}, ({ fenced }) => fenced === FIRST));
    await isReady(lab.here, FIRST);
    const { [FIRST]: back, ...still } = await lab.pods();
    assert.deepEqual(still, asBefore, 'another member’s pod was replaced');
    assert.notEqual(back, ended);
  });

  it('is done by scaling once all are Ready, on the first and the last member', async () => {
    for (const member of [FIRST, LAST]) {
      const before = await lab.pods();
      await lab.run(await lab.plan(fenceOperation, { member, way: 'scale' }, readyBut()));
      const { [member]: gone, ...rest } = before;
      assert.deepEqual(await lab.pods(), rest);
      await lab.run(await lab.plan(unfenceOperation, {}, ({ fenced }) => fenced === member));
      const { [member]: back, ...still } = await lab.pods();
      assert.deepEqual(still, rest);
      assert.notEqual(back, gone);
    }
  });
});
