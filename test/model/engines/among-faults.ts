import assert from 'node:assert/strict';
import { ClusterTrouble } from '../../../core/cluster/trouble.ts';
import type { Right } from '../../../core/cluster/connection.ts';
import { ENDED, LeaseLost, OperationRefused, runPlan } from '../../../core/runner/index.ts';
import type { Case } from './cases.ts';
import { assertConverged, assertHonest } from './honest.ts';
import { ID, recordOf, takeUp } from './kill.ts';
import { orders as ordersOf, type Orders } from './orders.ts';
import { seededFaults, type Faults, type Process } from '../fake/index.ts';

const SOAK = process.env['PLINTH_SOAK'] === '1';
const RUNS = SOAK ? 250 : 12;
const SHARES = [0.01, 0.05, 0.15, 0.4];
/** The right is gone after so many requests, and after so many more. */
const EVERY = SOAK ? 1 : 9;

/** Runs it by this process. What is thrown must be known, and have words. */
async function attempt(orders: Orders, { operation, parameters }: Case, process: Process): Promise<void> {
  const plan = await orders.plan(operation, ID, {}, parameters);
  const { connection, clock } = process;
  const run = runPlan({ connection, ...clock, plan, id: ID, by: 'anna', holder: 'anna' });
  const [ended] = await orders.world.time.during(Promise.allSettled([run]));
  if (ended.status === 'fulfilled') return;
  const reason: unknown = ended.reason;
  const known = [ClusterTrouble, LeaseLost, OperationRefused].some((kind) => reason instanceof kind);
  assert.ok(known && (reason as Error).message !== '', `an unexpected end: ${String(reason)}`);
}

/**
 * Its end is honest; where it has none, or needs a person, somebody takes it up once the API is well again, and then it converges. Gives the phase that the first
 * runner left, and its reason.
 */
async function judge(orders: Orders, one: Case): Promise<{ phase: string; reason: string }> {
  let record = await recordOf(orders);
  const left = { phase: record?.phase ?? 'never-begun', reason: record?.reason ?? '' };
  if (record !== undefined && ENDED.includes(record.phase)) assertHonest(record);
  assert.equal(orders.server.lost(), one.loses?.(orders, record) ?? 0, 'acknowledged rows are lost');
  if (record !== undefined && (!ENDED.includes(record.phase) || record.phase === 'needs-attention')) {
    await orders.world.time.pass(60_000);
    await takeUp(orders, one, record, 'forward', orders.world.process({ name: 'ben' }), 'ben');
    record = await recordOf(orders);
    assert.notEqual(record?.phase, 'needs-attention', record?.reason);
  }
  await orders.world.time.pass(60_000);
  await assertConverged(orders, one, record);
  orders.server.stop();
  return left;
}

/** Rights that somebody takes away while it runs: their words, and which they are; `back` where the way back does not need them. */
export type Missing = readonly (readonly [string, (right: Right) => boolean, 'back'?])[];

/** Says of each of these operations how it ends where the API fails, and where rights are revoked half-way. */
export function describeAmongFaults(cases: Readonly<Record<string, Case>>, missing: Missing): void {
  for (const [name, one] of Object.entries(cases))
    describe(`the real ${name} among faults of the API`, function () {
      this.timeout(SOAK ? 3_600_000 : 180_000);

      it('comes to an honest end with a reason, always, and converges once the API is well', async () => {
        const phases = new Map<string, number>();
        for (let seed = 1; seed <= RUNS; seed++)
          for (const share of SHARES) {
            const orders = await ordersOf(seed, one.options);
            await one.before(orders);
            const broken = seededFaults(seed * 7 + share * 100, share);
            // Before its journal is there nothing has begun, and nothing is to be judged.
            const faults: Faults = (request) => (request.index < (one.begun ?? 32) ? undefined : broken(request));
            await attempt(orders, one, orders.world.process({ name: 'anna', faults }));
            const { phase } = await judge(orders, one).catch((error: unknown) => {
              throw new Error(`seed ${String(seed)}, share ${String(share)}: ${String(error)}`, { cause: error });
            });
            phases.set(phase, (phases.get(phase) ?? 0) + 1);
          }
        assert.ok((phases.get('done') ?? 0) > 0 && phases.size > 1, [...phases].join(' '));
        if (process.env['PLINTH_TELL'] === '1') console.log(name, 'faults', [...phases].join(' '));
      });

      for (const [what, isMissing, wayBack] of missing)
        it(`says that it may not ${what}, where that is revoked half-way`, async () => {
          const phases = new Map<string, number>();
          let refused = 0;
          for (let allowed = 30; allowed < (one.most ?? 140); allowed += EVERY) {
            const orders = await ordersOf(allowed, one.options);
            await one.before(orders);
            let count = 0;
            const told: Right[] = [];
            const may = (right: Right): boolean => {
              if (++count <= allowed || !isMissing(right)) return true;
              told.push(right);
              return false;
            };
            await attempt(orders, one, orders.world.process({ name: 'anna', may }));
            const { phase, reason } = await judge(orders, one).catch((error: unknown) => {
              throw new Error(`after ${String(allowed)} requests: ${String(error)}`, { cause: error });
            });
            if (told.length > 0) refused++;
            if (told.length > 0 && phase !== 'done' && phase !== 'never-begun') assert.match(reason, /may not/u, phase);
            phases.set(phase, (phases.get(phase) ?? 0) + 1);
          }
          if (process.env['PLINTH_TELL'] === '1') console.log(name, what, [...phases].join(' '));
          assert.ok((phases.get('done') ?? 0) > 0, [...phases].join(' '));
          if (wayBack === 'back') {
            assert.ok((phases.get('rolled-back') ?? 0) > 0, [...phases].join(' '));
            assert.equal(phases.get('needs-attention'), undefined, [...phases].join(' '));
          }
          assert.ok(refused > 0, 'nobody was ever refused');
        });
    });
}
