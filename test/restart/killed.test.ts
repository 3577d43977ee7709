import assert from 'node:assert/strict';
import { runPlan, type RunnerEvent } from '../../core/runner/index.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { mortal } from '../runner/mortal.ts';
import { witness, type Witness } from '../topologies/witness.ts';
import { RestartLab } from './lab.ts';
import { SteadyWriter } from './steady-writer.ts';

describeOnCluster('a restart whose runner is killed', function () {
  this.timeout('10m');
  let lab: RestartLab;
  let watch: Witness;
  let writer: SteadyWriter;

  before(async () => {
    lab = await RestartLab.open('postgresql', 'again-killed');
    watch = await witness(lab.practice, lab.database);
    await watch.run(`query ${lab.database.readWrite} "${lab.database.prepare ?? ''}"`);
    writer = await SteadyWriter.beside(lab.practice, lab.database);
  });
  after(() => lab.close());

  /** Runs a restart until a step has begun, waits, and kills the runner. Gives the operation's id. */
  async function killedAt(step: RegExp, after: number): Promise<string> {
    const { plan, id } = await lab.plan();
    assert.deepEqual(plan.refusals, []);
    const { connection, kill } = mortal(lab.connection);
    const onEvent = (event: RunnerEvent): void => {
      if (event.type !== 'step' || !step.test(event.step)) return;
      const found = event.record.steps.find((one) => one.id === event.step);
      if (found?.state === 'running') setTimeout(kill, after);
    };
    await assert.rejects(runPlan({ connection, plan, id, holder: `test-${id}`, by: 'test', onEvent }));
    return id;
  }

  async function lost(): Promise<number[]> {
    await writer.more(50);
    const { ids } = await writer.stop();
    const text = await watch.run(`query ${lab.database.readWrite} "${lab.database.list}"`);
    const kept = new Set(text.split('\n').map(Number));
    return ids.filter((one) => !kept.has(one));
  }

  const selector = (): Promise<string> =>
    lab.practice.here(['get', 'service', lab.database.readWrite, '--output=jsonpath={.spec.selector}']);

  it('while the door is closed: the next one finishes it, opens the door, and no row is lost', async () => {
    const before = await lab.pods();
    await writer.start();
    const primary = (await lab.live()).members.find(({ role }) => role === 'primary')?.pod.name ?? '';
    const id = await killedAt(new RegExp(`^restart-${primary}$`, 'u'), 1_500);
    assert.match(await selector(), /plinth\.dev\/door/u, 'it died with the door closed');
    const record = await lab.takeUp(id, 'forward');
    assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
    assert.doesNotMatch(await selector(), /plinth\.dev\/door/u);
    assert.deepEqual(await lost(), []);
    const after = await lab.pods();
    for (const [name, uid] of Object.entries(before)) assert.notEqual(after[name], uid, name);
  });

  it('while the door is closed: taken back, the door is open again, and no row is lost', async () => {
    await writer.start();
    const id = await killedAt(/^close-door$/u, 600);
    const record = await lab.takeUp(id, 'back');
    assert.equal(record.phase, 'rolled-back', JSON.stringify(record, undefined, 1));
    assert.doesNotMatch(await selector(), /plinth\.dev\/door/u);
    assert.deepEqual(await lost(), []);
  });
});
