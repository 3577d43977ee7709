import assert from 'node:assert/strict';
import { ENDED, NoWayBack, resumeOperation, runPlan, type JournalRecord } from '../../core/runner/index.ts';
import { killAt, type World } from './fake/index.ts';
import { toyPlan } from './toy-plan.ts';
import { toyWorld, Writer } from './toy-world.ts';
import { assertConverged, recordOf } from './verdict.ts';

const ID = 'abcd2345';
/** Milliseconds for the database to come up before anything is done to it. */
const UP = 8_000;

/** Takes an operation up as a second person does; forward where there is no way back any more. */
async function takeUp(world: World, record: JournalRecord, direction: 'forward' | 'back'): Promise<JournalRecord> {
  const { connection, clock } = world.process({ name: 'ben' });
  const options = { connection, ...clock, plan: toyPlan, record, holder: 'ben@desk' };
  return world.time.during(
    resumeOperation({ ...options, direction }).catch((error: unknown) => {
      assert.ok(error instanceof NoWayBack && direction === 'back', String(error));
      return resumeOperation({ ...options, direction: 'forward' });
    }),
  );
}

/** Runs until the process is killed at this request, then resumes. Gives undefined where it ended before that request. */
async function once(
  index: number,
  moment: 'before' | 'after',
  direction: 'forward' | 'back',
): Promise<string | undefined> {
  const world = toyWorld({ seed: index + 1 });
  const writer = new Writer(world);
  await world.time.pass(UP);
  const anna = world.process({ name: 'anna', faults: killAt(index, moment) });
  const begin = {
    connection: anna.connection,
    ...anna.clock,
    plan: toyPlan,
    id: ID,
    by: 'anna',
    holder: 'anna@laptop',
  };
  await world.until(anna, runPlan(begin));
  if (!anna.killed.aborted) {
    writer.stop();
    return undefined;
  }
  // Longer than the Lease holds, and than a person is away.
  await world.time.pass(60_000);
  const record = await recordOf(world);
  const ended = record === undefined || ENDED.includes(record.phase) ? record : await takeUp(world, record, direction);
  const phase = ended?.phase ?? 'never-begun';
  writer.stop();
  // `failed` is the runner's word for «stopped, and there was nothing to take back».
  assert.ok(['done', 'rolled-back', 'failed', 'never-begun'].includes(phase), `${phase}: ${ended?.reason ?? ''}`);
  if (direction === 'forward' && record !== undefined) assert.equal(phase, 'done', ended?.reason);
  await assertConverged(world, phase, writer);
  return phase;
}

describe('a runner that is killed at every one of its requests', function () {
  this.timeout(120_000);
  for (const direction of ['forward', 'back'] as const)
    for (const moment of ['before', 'after'] as const)
      it(`${moment} it was done, and another resumes ${direction}`, async () => {
        const phases = new Map<string, number>();
        let index = 0;
        for (; ; index++) {
          const phase = await once(index, moment, direction).catch((error: unknown) => {
            throw new Error(`killed ${moment} request ${String(index)}: ${String(error)}`, { cause: error });
          });
          if (phase === undefined) break;
          phases.set(phase, (phases.get(phase) ?? 0) + 1);
        }
        assert.ok(index > 40, `only ${String(index)} requests`);
        assert.ok((phases.get('done') ?? 0) > 0);
        if (direction === 'back') assert.ok((phases.get('rolled-back') ?? 0) > 0);
      });
});
