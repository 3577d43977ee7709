// A sound database that is written to for an hour, while every minute something of it breaks and somebody asks for an operation. A file for each engine calls it.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { fenceOperation } from '../../core/operations/fence/fence.ts';
import { unfenceOperation } from '../../core/operations/fence/unfence.ts';
import { restartOperation } from '../../core/operations/restart/restart.ts';
import { switchoverOperation } from '../../core/operations/switchover/switchover.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { listOperations, resumeOperation, type JournalRecord, type Operation } from '../../core/runner/index.ts';
import { undoAll } from '../chaos/fault.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { RestartLab } from '../restart/lab.ts';
import { SteadyWriter } from '../restart/steady-writer.ts';
import { longestGap, twoWriters } from '../topologies/writers.ts';
import { witness, type Witness } from '../topologies/witness.ts';
import { BREAKS } from './faults.ts';

const MINUTES = Number(process.env['PLINTH_MINUTES'] ?? 60);
const SEED = Number(process.env['PLINTH_SEED'] ?? 1);

/** Milliseconds between two faults, and how long those last that somebody has to mend. */
const EVERY = 60_000;
const LASTS = 8_000;
/** An operation is asked for so many milliseconds before the fault at most: it meets it anywhere. */
const AHEAD = 12_000;

/** How often each is drawn. */
const OPERATIONS: readonly Operation[] = [
  switchoverOperation,
  switchoverOperation,
  switchoverOperation,
  restartOperation,
  fenceOperation,
];

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Tests that a sound database of examples/topologies keeps every row and one writer through an hour of faults. */
export function describeHour(folder: string): void {
  describeOnCluster(`${String(MINUTES)} minutes of faults and operations on a sound ${folder}`, function () {
    this.timeout(`${String(20 + 3 * MINUTES)}m`);
    let lab: RestartLab;
    let watch: Witness;
    let writer: SteadyWriter;
    const draw = random(SEED);
    const any = <T>(from: readonly T[]): T => from[Math.floor(draw() * from.length)] ?? assert.fail();
    const told = new Map<string, number>();
    const count = (what: string): void => {
      told.set(what, (told.get(what) ?? 0) + 1);
    };

    before(async () => {
      lab = await RestartLab.open(folder, `hour-${folder}`);
      watch = await witness(lab.practice, lab.database, { every: 20 });
      if (lab.database.prepare !== undefined)
        await watch.run(`query ${lab.database.readWrite} "${lab.database.prepare}"`);
      writer = await SteadyWriter.beside(lab.practice, lab.database);
    });
    afterEach(undoAll);
    after(async () => {
      await undoAll();
      await lab.close();
    });

    const current = async (): Promise<LiveDatabase> => {
      await lab.inventory.refresh();
      return [...lab.inventory.databases.values()].find(({ name }) => name === lab.database.name) ?? assert.fail();
    };

    /** What a person does who asks for it: looks at the plan, and runs it where it is not refused. */
    async function asked(operation: Operation, id: string, given = {}): Promise<JournalRecord | undefined> {
      const situation = { connection: lab.connection, database: await current(), now: Date.now, id, facts: {} };
      const plan = await operation.plan(situation, given);
      if (plan.refusals.length > 0) {
        count(`${operation.id} refused`);
        return undefined;
      }
      const record = await lab.run(plan, id);
      count(`${operation.id} ${record.phase}`);
      return record;
    }

    /** Takes up what stands half-way, as its record's advice has it, until nothing does. */
    async function settled(operation: Operation, id: string): Promise<void> {
      for (let tries = 0; tries < 3; tries++) {
        const { operations } = await listOperations(lab.connection, lab.practice.namespace);
        const record = operations.find((one) => one.record.id === id)?.record;
        if (record === undefined || ['done', 'failed', 'rolled-back', 'cancelled'].includes(record.phase)) return;
        const { facts, parameters } = record;
        const situation = { connection: lab.connection, database: await current(), now: Date.now, id, facts };
        const plan = await operation.plan(situation, parameters);
        const direction = tries === 1 ? 'back' : 'forward';
        const taken = await resumeOperation({
          connection: lab.connection,
          plan,
          record,
          direction,
          holder: `again-${id}-${String(tries)}`,
        });
        count(`${operation.id} taken up ${direction}: ${taken.phase}`);
      }
    }

    async function minute(number: number): Promise<void> {
      const { members } = await lab.live();
      const operation = any(OPERATIONS);
      const member = any(members);
      const [name, act] = any(Object.entries(BREAKS));
      const id = `hour${String(number).padStart(4, '0')}`;
      const replica = any(members.filter(({ role }) => role === 'replica')).pod.name;
      const given = operation.id === 'fence' ? { member: replica } : {};
      const running = asked(operation, id, given).catch((error: unknown) => {
        count(`${operation.id} ended with an error`);
        console.log(`      ${id} ${operation.id}: ${String(error)}`);
      });
      await sleep(draw() * AHEAD);
      const fault = await act(lab.practice.here, member.pod.name, lab.database.container).catch((error: unknown) => {
        // Nothing can be broken that is not there at the moment.
        console.log(`      ${id} ${name}: ${String(error)}`);
        return undefined;
      });
      count(name);
      await sleep(LASTS);
      await fault?.undo();
      await running;
      await settled(operation, id);
      if (operation.id === 'fence' && (await current()).fenced !== undefined)
        await asked(unfenceOperation, `${id}u`, { member: replica });
      await lab.live();
    }

    it('loses no row that was acknowledged, has one writer at most, and is healthy again each time', async () => {
      await writer.start();
      const since = Date.now();
      for (let number = 0; Date.now() - since < MINUTES * 60_000; number++) {
        const began = Date.now();
        await minute(number);
        await sleep(Math.max(0, EVERY - (Date.now() - began)));
      }
      await writer.more(100);
      const { ids, times } = await writer.stop();
      const rows = await watch.run(`query ${lab.database.readWrite} "${lab.database.list}"`);
      const kept = new Set(rows.split('\n').map(Number));
      const lost = ids.filter((one) => !kept.has(one));
      const words = [...told].map(([what, times]) => `${what} ${String(times)}`).join(', ');
      console.log(
        `      ${folder}: ${String(ids.length)} acknowledged, ${String(lost.length)} lost; ` +
          `longest gap ${(longestGap(times) / 1_000).toFixed(1)} s; ${words}`,
      );
      assert.deepEqual(lost, []);
      assert.deepEqual(twoWriters(await watch.samples()), []);
      assert.deepEqual(
        await until('that nothing stands half-way', { seconds: 30, advice: 'plinth operations', every: 500 }, unended),
        [],
      );
    });

    async function unended(): Promise<string[] | undefined> {
      const { operations } = await listOperations(lab.connection, lab.practice.namespace);
      const left = operations.filter(({ record }) => ['running', 'undoing', 'needs-attention'].includes(record.phase));
      return left.length === 0 ? [] : undefined;
    }
  });
}
