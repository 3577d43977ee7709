import assert from 'node:assert/strict';
import { fenceOperation } from '../../core/operations/fence/fence.ts';
import { OUT_OF_SERVICE } from '../../core/procedures/fence/machine.ts';
import type { Plan } from '../../core/runner/index.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { PlainLab, SET } from './plain-lab.ts';

/** A Node that no kubelet speaks for: what the API server has left of a machine that is off. It has no labels, so that nothing is spread to it. */
const GHOST = 'plinth-fences-ghost';
const POD = `${SET}-0`;

const taint = (key: string, effect: string): object => ({ key, effect, value: 'test' });
const node = (...taints: readonly object[]): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: GHOST }, spec: { taints } });

const KEEP_AWAY = taint('plinth.dev/test', 'NoSchedule');

describeOnCluster('a fence of a member whose node is unreachable (F4)', function () {
  this.timeout('6m');
  let lab: PlainLab;

  before(async () => {
    lab = await PlainLab.open('fences-ghost', { replicas: 1, unscheduled: true });
    await lab.practice.kubectl(['apply', '--filename=-'], node(KEEP_AWAY));
    const target = { apiVersion: 'v1', kind: 'Node', name: GHOST };
    const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name: POD }, target };
    const path = `/api/v1/namespaces/${lab.practice.namespace}/pods/${POD}/binding`;
    await until('a pod to bind', { seconds: 60, advice: 'Look at the set.', every: 500 }, async () =>
      Object.hasOwn(await lab.pods(), POD),
    );
    await lab.practice.kubectl(['create', `--raw=${path}`, '--filename=-'], JSON.stringify(binding));
  });
  after(async () => {
    await lab.practice.kubectl(['delete', 'node', GHOST, '--ignore-not-found']);
    await lab.close();
  });

  const planned = (attested?: string): Promise<{ readonly plan: Plan; readonly id: string }> =>
    lab.plan(fenceOperation, { member: POD, ...(attested && { attested }) }, ({ members }) =>
      members.some((one) => one.node === GHOST),
    );
  const ids = async (attested?: string): Promise<readonly string[]> =>
    (await planned(attested)).plan.refusals.map(({ id }) => id);

  it('is refused without a person’s word, and with it while nobody has marked the node as out of service', async () => {
    assert.deepEqual(await ids(), ['R10']);
    assert.deepEqual(await ids(GHOST), ['R10']);
  });

  it('is done with both: the pod that cannot end is removed, and what comes in its place is held', async () => {
    const { [POD]: before } = await lab.pods();
    await lab.practice.kubectl(['apply', '--filename=-'], node(KEEP_AWAY, taint(OUT_OF_SERVICE, 'NoExecute')));
    assert.deepEqual(await ids(), ['R10'], 'the mark alone is nobody’s word');
    const record = await lab.run(await planned(GHOST));
    assert.match(record.steps.at(-1)?.evidence ?? '', /out of service, and a person attests/u);
    const { [POD]: after } = await lab.pods();
    assert.notEqual(after, before);
    const reason = '--output=jsonpath={.status.conditions[?(@.type=="PodScheduled")].reason}';
    if (after !== undefined) assert.equal(await lab.here(['get', 'pod', POD, reason]), 'SchedulingGated');
  });
});
