// The real operations on a real cluster, whose runner is killed before, during and after every step, and that somebody resumes or takes back: all of it for one operation and one engine.
// Hours of it: only in a soak; CI kills once for each operation, and everywhere in the model.
import assert from 'node:assert/strict';
import { startOperation } from '../../core/operations/start/start.ts';
import { stopOperation } from '../../core/operations/stop/stop.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import {
  NoWayBack,
  resumeOperation,
  runPlan,
  type JournalRecord,
  type Operation,
  type Plan,
} from '../../core/runner/index.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { mortal } from '../runner/mortal.ts';
import { RestartLab } from '../restart/lab.ts';
import { SteadyWriter } from '../restart/steady-writer.ts';
import { twoWriters } from '../topologies/writers.ts';
import { witness, type Witness } from '../topologies/witness.ts';
import { Progress } from './progress.ts';

const MOMENTS = ['before', 'during', 'after'] as const;
const WAYS = ['forward', 'back'] as const;

/** Milliseconds into a step that count as «during». */
const INTO = 150;

type Moment = (typeof MOMENTS)[number];

/** Describes the trials of one operation on a sound topology. */
export function describeKilledEverywhere(folder: string, operation: Operation): void {
  const describe = process.env['PLINTH_SOAK'] === '1' ? describeOnCluster : () => undefined;
  describe(`the ${operation.id} of a sound ${folder}, whose runner is killed at every step`, function () {
    this.timeout('10h');
    let lab: RestartLab;
    let watch: Witness;
    let writer: SteadyWriter;
    let number = 0;
    const progress = new Progress(`${folder}-${operation.id}`);
    const idOf = (): string => `kill${String(Date.now()).slice(-3)}${String(number++ % 10)}`;
    const wanted = operation === startOperation ? 'stopped' : 'healthy';

    /** As the inventory sees it, once it is so. */
    const live = async (state: 'healthy' | 'stopped'): Promise<LiveDatabase> =>
      state === 'healthy'
        ? lab.live()
        : until('a stopped database', { seconds: 120, advice: 'Look at the inventory.', every: 500 }, async () => {
            const found = await seen();
            return found.health === 'stopped' && found.members.length === 0 ? found : undefined;
          });
    const seen = async (): Promise<LiveDatabase> => {
      await lab.inventory.refresh();
      const found = [...lab.inventory.databases.values()].find(({ name }) => name === lab.database.name);
      assert.ok(found);
      return found;
    };
    const planned = async (what: Operation, database: LiveDatabase, record?: JournalRecord): Promise<Plan> => {
      const id = record?.id ?? 'k0000000';
      const { connection } = lab;
      return what.plan(
        { connection, database, now: Date.now, id, facts: record?.facts ?? {} },
        record?.parameters ?? {},
      );
    };
    const whole = async (what: Operation, state: 'healthy' | 'stopped'): Promise<void> => {
      const id = idOf();
      const { connection } = lab;
      const plan = await what.plan({ connection, database: await live(state), now: Date.now, id, facts: {} }, {});
      assert.deepEqual(plan.refusals, []);
      assert.equal((await lab.run(plan, id)).phase, 'done');
    };

    before(async () => {
      lab = await RestartLab.open(folder, `kill-${folder}-${operation.id}`.slice(0, 40));
      watch = await witness(lab.practice, lab.database, { samples: folder !== 'redis' });
      if (lab.database.prepare !== undefined)
        await watch.run(`query ${lab.database.readWrite} "${lab.database.prepare}"`);
      writer = await SteadyWriter.beside(lab.practice, lab.database);
      await writer.start();
    });
    after(() => lab.close());

    /** Runs until that moment of the step, and is killed then. Gives the last record that was written; undefined where it came to its end before. */
    async function killed(step: string, moment: Moment): Promise<JournalRecord | undefined> {
      const id = idOf();
      const { connection, kill } = mortal(lab.connection);
      const plan = await operation.plan(
        { connection: lab.connection, database: await live(wanted), now: Date.now, id, facts: {} },
        {},
      );
      assert.deepEqual(plan.refusals, []);
      let last: JournalRecord | undefined;
      let isDone = false;
      try {
        await runPlan({
          connection,
          plan,
          id,
          holder: `test-${id}`,
          by: 'test',
          onEvent: ({ record }) => {
            last = record;
            const state = record.steps.find((one) => one.id === step)?.state;
            if (moment === 'after' ? state === 'done' || state === 'skipped' : state === 'running')
              if (moment === 'during') setTimeout(kill, INTO);
              else kill();
          },
        });
        isDone = true;
      } catch {
        // It was killed.
      }
      return isDone ? undefined : last;
    }

    /** Somebody takes it up. After the point of no return there is no way back: that is said, and it goes on. */
    async function taken(plan: Plan, record: JournalRecord, direction: (typeof WAYS)[number]): Promise<JournalRecord> {
      const { connection } = lab;
      const holder = `again-${record.id}`;
      try {
        return await resumeOperation({ connection, plan, record, direction, holder });
      } catch (error) {
        if (!(error instanceof NoWayBack) || direction === 'forward') throw error;
        assert.ok(
          record.steps.some(({ id, state }) => state !== 'waiting' && isPointOfNoReturn(plan, id)),
          error.message,
        );
        return await resumeOperation({ connection, plan, record, direction: 'forward', holder });
      }
    }
    const isPointOfNoReturn = (plan: Plan, step: string): boolean =>
      plan.steps.find(({ id }) => id === step)?.pointOfNoReturn === true;

    /** Whatever became of it, the database is well again, holds all that was acknowledged, and never had two writers. */
    async function assertSound(): Promise<void> {
      const { health } = await seen();
      if (health === 'stopped') await whole(startOperation, 'stopped');
      await lab.live();
      await writer.more(20);
    }

    it('converges every time, and keeps every row', async () => {
      const first = await planned(operation, await ready());
      const steps = first.steps.map(({ id }) => id);
      for (const step of steps)
        for (const moment of MOMENTS)
          for (const way of WAYS) {
            const trial = `${moment} ${step}, ${way}`;
            if (progress.has(trial)) continue;
            await ready();
            const record = await killed(step, moment);
            if (record !== undefined) {
              const plan = await planned(operation, await seen(), record);
              const ended = await taken(plan, record, way);
              const fine = way === 'forward' ? ['done', 'rolled-back', 'failed'] : ['rolled-back', 'failed', 'done'];
              assert.ok(fine.includes(ended.phase), `${trial}: ${ended.phase} (${ended.reason ?? ''})`);
              if (process.env['PLINTH_TELL'] === '1') console.log(`      ${trial}: ${ended.phase}`);
            }
            await assertSound();
            progress.add(trial);
          }
      const { ids } = await writer.stop();
      const rows = await watch.run(`query ${lab.database.readWrite} "${lab.database.list}"`);
      const kept = new Set(rows.split('\n').map(Number));
      const lost = ids.filter((one) => !kept.has(one));
      console.log(
        `      ${folder}, ${operation.id}: ${String(progress.count)} kills; ${String(ids.length)} acknowledged, ${String(lost.length)} lost`,
      );
      assert.deepEqual(lost, []);
      if (folder !== 'redis') assert.deepEqual(twoWriters(await watch.samples()), []);
    });

    /** The database as the operation wants it. */
    async function ready(): Promise<LiveDatabase> {
      const { health } = await seen();
      if (wanted === 'stopped' && health !== 'stopped') await whole(stopOperation, 'healthy');
      return live(wanted);
    }
  });
}
