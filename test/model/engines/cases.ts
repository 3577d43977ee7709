import assert from 'node:assert/strict';
import { RESOURCES } from '../../../core/cluster/resources.ts';
import { OPERATIONS } from '../../../core/operations/index.ts';
import { readRecord } from '../../../core/operations/stop/record.ts';
import { runPlan, type JournalRecord, type Operation, type Parameters } from '../../../core/runner/index.ts';
import type { Orders, OrdersOptions } from './orders.ts';

/** One operation as it stands in the product, and what must hold after it. */
export interface Case {
  readonly operation: Operation;
  /** What a person asks of it. */
  readonly parameters?: Parameters;
  /** What is different about its database. */
  readonly options?: OrdersOptions;
  /** Requests that it makes at least: else being killed at each of them says little. Default 60. */
  readonly least?: number;
  /** It is killed at each so many requests, except in the soak. Default 1. */
  readonly every?: number;
  /** Requests that it makes at most, about. Default 140. */
  readonly most?: number;
  /** Requests until it has begun, or nearly: nothing that goes wrong before is of its own. Default 32. */
  readonly begun?: number;
  /** From which request to which one it surely has begun, and has not ended. Default 40 to 90. */
  readonly amidst?: readonly [first: number, last: number];
  /** A request at which what writes is done, and it has not ended. */
  readonly late?: number;
  /** Its Jobs stay after their end, until their time to live is over. */
  readonly jobsStay?: true;
  /** Names of objects that it leaves, where it says so. */
  readonly leaves?: (done: boolean) => RegExp;
  /** Brings the database to where the operation begins. */
  readonly before: (orders: Orders) => Promise<void>;
  /** Acknowledged rows that its primary may lack: as many as were stated, and accepted. Default 0. */
  readonly loses?: (orders: Orders, record: JournalRecord | undefined) => number;
  /** At its end, whichever; `done` or as if nothing had been. */
  readonly judge: (orders: Orders, done: boolean, record?: JournalRecord) => void | Promise<void>;
}

export const operationOf = (id: string): Operation => {
  const found = OPERATIONS.find((one) => one.id === id);
  assert.ok(found, `there is no operation ${id}`);
  return found;
};

/** Runs an operation to its end, by a process that nothing goes wrong for. */
export async function runWhole(
  orders: Orders,
  id: string,
  run: string,
  parameters: Parameters = {},
): Promise<JournalRecord> {
  const { world } = orders;
  const plan = await orders.plan(operationOf(id), run, {}, parameters);
  const { connection, clock } = world.process({ name: run });
  return world.time.during(runPlan({ connection, ...clock, plan, id: run, by: 'zoe', holder: run }));
}

/** Two members run, clients reach the first one, and nothing says that it is stopped. */
function isUp({ world }: Orders): void {
  const set = world.find(RESOURCES.statefulSets, 'shop', 'orders');
  assert.ok(set);
  assert.equal((set['spec'] as { replicas: number }).replicas, 2);
  assert.equal((set['status'] as { readyReplicas: number }).readyReplicas, 2, 'not all members are ready');
  assert.deepEqual(world.leadsTo('shop', 'orders'), ['orders-0'], 'the door is not open');
  assert.equal(typeof readRecord(set), 'string', 'it has the record of a stop');
}

/** No member runs, nobody is led anywhere, and the record tells the very position at which it stands. */
function isDown({ world, server }: Orders): void {
  const set = world.find(RESOURCES.statefulSets, 'shop', 'orders');
  assert.ok(set);
  assert.equal((set['spec'] as { replicas: number }).replicas, 0);
  assert.deepEqual(world.store.all(RESOURCES.pods, 'shop'), []);
  const selector = (world.find(RESOURCES.services, 'shop', 'orders')?.['spec'] as { selector: object }).selector;
  assert.ok('plinth.dev/door' in selector, 'the door is open');
  const record = readRecord(set);
  if (typeof record === 'string') assert.fail(record);
  assert.equal(record.rest?.['position'], server.position);
  assert.equal(record.replicas, 2);
}

export const CASES = {
  stop: {
    operation: operationOf('stop'),
    before: () => Promise.resolve(),
    judge: (orders, done) => {
      if (done) isDown(orders);
      else isUp(orders);
    },
  },
  start: {
    operation: operationOf('start'),
    before: async (orders) => {
      assert.equal((await runWhole(orders, 'stop', 'stop2222')).phase, 'done');
    },
    judge: (orders, done) => {
      if (done) isUp(orders);
      else isDown(orders);
    },
  },
  switchover: {
    operation: operationOf('switchover'),
    most: 170,
    before: () => Promise.resolve(),
    judge: ({ world, server }, done) => {
      assert.deepEqual(server.twoWriters, []);
      assert.equal(server.leader, done ? 'orders-1' : 'orders-0');
      assert.ok(
        server.leads(server.leader) && !server.leads(done ? 'orders-0' : 'orders-1'),
        'one leads, the other follows',
      );
      assert.deepEqual(world.leadsTo('shop', 'orders'), [server.leader], 'the door leads to who leads');
    },
  },
  restart: { operation: operationOf('restart'), before: () => Promise.resolve(), judge: isUp },
} satisfies Readonly<Record<string, Case>>;
