import assert from 'node:assert/strict';
import {
  ENDED,
  listOperations,
  NoWayBack,
  resumeOperation,
  runPlan,
  type JournalRecord,
} from '../../../core/runner/index.ts';
import { killAt, type Process } from '../fake/index.ts';
import type { Case } from './cases.ts';
import { assertConverged } from './honest.ts';
import { orders as ordersOf, type Orders } from './orders.ts';

export const ID = 'abcd2345';
/** Longer than the Lease holds, and than a person is away. */
const AWAY = 60_000;

export type Direction = 'forward' | 'back';

/** Who takes the operation up after the first runner was killed, and whether that one is killed, too. */
export interface TakeUp {
  readonly direction: Direction;
  /** It is killed after this request. */
  readonly killedAt?: number;
}

export interface Killing {
  readonly seed: number;
  readonly index: number;
  readonly moment: 'before' | 'after';
  readonly takeUps: readonly TakeUp[];
  /** Is told when somebody takes it up. */
  readonly onTakeUp?: () => void;
}

/** The operation's record, as another client reads it. */
export async function recordOf({ world }: Orders): Promise<JournalRecord | undefined> {
  const { connection } = world.process({ name: 'reader' });
  const { operations } = await world.time.during(listOperations(connection, 'shop'));
  return operations.find(({ record }) => record.id === ID)?.record;
}

/** Begins the operation with this process; resolves when it ended or died. */
export async function begin(
  orders: Orders,
  { operation, parameters }: Case,
  process: Process,
): Promise<JournalRecord | undefined> {
  const { connection, clock } = process;
  const plan = await orders.plan(operation, ID, {}, parameters);
  assert.deepEqual(plan.refusals, []);
  const run = runPlan({ connection, ...clock, plan, id: ID, by: 'anna', holder: 'anna@laptop' });
  return orders.world.until(process, run);
}

/** Takes it up as another person does: a new plan, with the facts of the journal; forward where there is no way back any more. */
export async function takeUp(
  orders: Orders,
  { operation }: Case,
  record: JournalRecord,
  direction: Direction,
  process: Process,
  holder: string,
): Promise<JournalRecord | undefined> {
  const plan = await orders.plan(operation, ID, record.facts, record.parameters);
  const options = { connection: process.connection, ...process.clock, plan, record, holder };
  const work = resumeOperation({ ...options, direction }).catch((error: unknown) => {
    if (!(error instanceof NoWayBack) || direction === 'forward') throw error;
    return resumeOperation({ ...options, direction: 'forward' });
  });
  return orders.world.until(process, work);
}

/** Runs until the process is killed at this request, lets the others take it up, and judges the end. Undefined where it ended before that request. */
export async function killed(
  one: Case,
  { seed, index, moment, takeUps, onTakeUp }: Killing,
): Promise<string | undefined> {
  const orders = await ordersOf(seed, one.options);
  const { world, server } = orders;
  await one.before(orders);
  const anna = world.process({ name: 'anna', faults: killAt(index, moment) });
  await begin(orders, one, anna);
  if (!anna.killed.aborted) {
    server.stop();
    return undefined;
  }
  let record = await afterwards(orders);
  for (const [turn, { direction, killedAt }] of takeUps.entries()) {
    if (record === undefined || ENDED.includes(record.phase)) break;
    onTakeUp?.();
    const faults = killedAt === undefined ? {} : { faults: killAt(killedAt, 'after') };
    const next = world.process({ name: `next-${String(turn)}`, ...faults });
    await takeUp(orders, one, record, direction, next, `next-${String(turn)}`);
    record = next.killed.aborted ? await afterwards(orders) : await recordOf(orders);
  }
  const phase = record?.phase ?? 'never-begun';
  // `failed` is the runner's word for «stopped, and there was nothing to take back».
  assert.ok(['done', 'rolled-back', 'failed', 'never-begun'].includes(phase), `${phase}: ${record?.reason ?? ''}`);
  if (record !== undefined && takeUps.every(({ direction }) => direction === 'forward'))
    assert.equal(phase, 'done', record.reason);
  await assertConverged(orders, one, record);
  server.stop();
  return phase;
}

async function afterwards(orders: Orders): Promise<JournalRecord | undefined> {
  await orders.world.time.pass(AWAY);
  return recordOf(orders);
}
