import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import { ENDED, LeaseLost, OperationRefused, runPlan } from '../../core/runner/index.ts';
import { seededFaults, type World } from './fake/index.ts';
import { toyPlan } from './toy-plan.ts';
import { toyWorld, Writer } from './toy-world.ts';
import { assertOneAtATime, recordOf } from './verdict.ts';

const RUNS = process.env['PLINTH_SOAK'] === '1' ? 1_000 : 60;
const UP = 8_000;

/** What an end must say of itself, whichever it is. Gives the phase that the journal tells. */
async function assertHonest(world: World, ended: PromiseSettledResult<{ readonly phase: string }>): Promise<string> {
  const record = await recordOf(world);
  const phase = record?.phase ?? 'never-begun';
  if (ended.status === 'rejected') {
    const { reason } = ended as { reason: unknown };
    const known = [ClusterTrouble, LeaseLost, OperationRefused].some((kind) => reason instanceof kind);
    assert.ok(known && (reason as Error).message !== '', `an unexpected end: ${String(reason)}`);
    return phase;
  }
  assert.equal(phase, ended.value.phase, 'the journal says something else than the runner');
  assert.ok(record !== undefined && ENDED.includes(record.phase), phase);
  if (phase !== 'done') assert.ok((record.reason ?? '') !== '', `${phase} without a reason`);
  if (phase === 'needs-attention') assert.ok((record.attention ?? []).length > 0, `needs-attention without a command`);
  return phase;
}

describe('the toy operation among faults of the API', function () {
  this.timeout(180_000);

  it('comes to an honest end with a reason, always', async () => {
    const phases = new Map<string, number>();
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 2 ** 30 }),
      fc.constantFrom(0.01, 0.05, 0.15, 0.4),
      async (seed, share) => {
        const world = toyWorld({ seed });
        const writer = new Writer(world);
        await world.time.pass(UP);
        const { connection, clock } = world.process({ name: 'anna', faults: seededFaults(seed, share) });
        const run = runPlan({ connection, ...clock, plan: toyPlan, id: 'abcd2345', by: 'anna', holder: 'anna' });
        const [ended] = await world.time.during(Promise.allSettled([run]));
        writer.stop();
        const phase = await assertHonest(world, ended);
        phases.set(phase, (phases.get(phase) ?? 0) + 1);
        assert.equal(writer.lost(), 0);
        assertOneAtATime(world);
      },
    );
    await fc.assert(property, { numRuns: RUNS, seed: 20260105 });
    assert.ok((phases.get('done') ?? 0) > 0 && phases.size > 1, [...phases].join(' '));
  });

  it('says which right it lacks where rights are revoked half-way', async () => {
    const phases = new Set<string>();
    for (let allowed = 20; allowed < 80; allowed += 3) {
      const world = toyWorld({ seed: allowed });
      await world.time.pass(UP);
      let count = 0;
      const may = ({ verb, resource }: { verb: string; resource: { plural: string } }): boolean =>
        ++count <= allowed || resource.plural !== 'statefulsets' || verb !== 'patch';
      const { connection, clock } = world.process({ name: 'anna', may });
      const run = runPlan({ connection, ...clock, plan: toyPlan, id: 'abcd2345', by: 'anna', holder: 'anna' });
      const [ended] = await world.time.during(Promise.allSettled([run]));
      const phase = await assertHonest(world, ended);
      if (phase !== 'done') assert.match((await recordOf(world))?.reason ?? '', /may not patch statefulsets orders/u);
      phases.add(phase);
    }
    assert.ok(phases.has('done') && phases.size > 1, [...phases].join(' '));
  });
});
