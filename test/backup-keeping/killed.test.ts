// A schedule that is made, changed or removed, by a runner that is killed at every one of its requests.
import assert from 'node:assert/strict';
import { cacheStep } from '../../core/backups/cache-step.ts';
import { cachePlace, readCache } from '../../core/backups/cache.ts';
import { knownOf } from '../../core/backups/known.ts';
import type { ApiObject } from '../../core/cluster/connection.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { cronJobStep } from '../../core/procedures/jobs/cron-job-step.ts';
import { unscheduleOperation } from '../../core/operations/schedule/unschedule.ts';
import {
  ENDED,
  NoWayBack,
  resumeOperation,
  runPlan,
  type Facts,
  type JournalRecord,
  type Plan,
} from '../../core/runner/index.ts';
import { killAt, type World } from '../model/fake/index.ts';
import { DATABASE, toyWorld } from '../model/toy-world.ts';
import { assertOneAtATime, recordOf } from '../model/verdict.ts';
import { database } from '../support/live.ts';

const ID = 'abcd2345';
const NAME = 'plinth-backup-orders';
const UP = 8_000;

const cronJob = (schedule: string, retention: string, operation = ID): ApiObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: {
    name: NAME,
    namespace: 'shop',
    labels: { 'app.kubernetes.io/managed-by': 'plinth', 'plinth.dev/operation': operation },
    annotations: { 'plinth.dev/retention': retention },
  },
  spec: { schedule, suspend: false },
});
const BEFORE = cronJob('0 1 * * *', '{"last":1}', 'earlier1');
const WANTED = cronJob('0 2 * * *', '{"last":2}');
const KNOWN = knownOf('here', {
  id: '20261122t103000z-k3v9x2ab',
  state: 'unverified',
  manifest: undefined,
  verification: undefined,
  why: undefined,
});

const scheduling: Plan = {
  operation: 'schedule-backups',
  database: DATABASE,
  parameters: {},
  title: 'Schedule',
  outcome: '',
  danger: 'confirmed',
  steps: [cronJobStep(WANTED, 'Schedule'), cacheStep(DATABASE, () => ({ known: [KNOWN] }))],
  refusals: [],
  warnings: [],
  rpo: { seconds: 0, from: '' },
  rto: { seconds: 0, from: '' },
  estimate: undefined,
};

/** What of a CronJob must be as it was, or as it is wanted. What is made again is labelled as of whoever made it again. */
const essence = (object: ApiObject | undefined, labelled: boolean): unknown => {
  if (object === undefined) return undefined;
  const { labels, annotations } = object.metadata as unknown as Readonly<
    Record<string, Record<string, string> | undefined>
  >;
  const maker = labelled ? labels?.['plinth.dev/operation'] : undefined;
  return [object['spec'], maker, annotations?.['plinth.dev/retention']];
};

interface Case {
  readonly title: string;
  readonly before: ApiObject | undefined;
  readonly after: ApiObject | undefined;
  readonly plan: (world: World, facts: Facts) => Promise<Plan>;
  readonly notes: boolean;
}

const CASES: readonly Case[] = [
  { title: 'made', before: undefined, after: WANTED, plan: () => Promise.resolve(scheduling), notes: true },
  { title: 'changed', before: BEFORE, after: WANTED, plan: () => Promise.resolve(scheduling), notes: true },
  {
    title: 'removed',
    before: BEFORE,
    after: undefined,
    plan: (world, facts) => {
      const { connection } = world.process({ name: 'planner' });
      const situation = { connection, database: database('orders'), now: () => 0, id: ID, facts };
      return world.time.during(unscheduleOperation.plan(situation, {}));
    },
    notes: false,
  },
];

async function takeUp(world: World, one: Case, record: JournalRecord, direction: 'forward' | 'back') {
  const { connection, clock } = world.process({ name: 'ben' });
  const plan = await one.plan(world, record.facts);
  const options = { connection, ...clock, plan, record, holder: 'ben@desk' };
  return world.time.during(
    resumeOperation({ ...options, direction }).catch((error: unknown) => {
      assert.ok(error instanceof NoWayBack && direction === 'back', String(error));
      return resumeOperation({ ...options, direction: 'forward' });
    }),
  );
}

/** Gives the phase at the end; undefined where it ended before that request. */
async function once(one: Case, index: number, moment: 'before' | 'after', direction: 'forward' | 'back') {
  const world = toyWorld({ seed: index + 1 });
  if (one.before !== undefined) world.put(RESOURCES.cronJobs, 'shop', one.before);
  await world.time.pass(UP);
  const plan = await one.plan(world, {});
  const anna = world.process({ name: 'anna', faults: killAt(index, moment) });
  const begin = { connection: anna.connection, ...anna.clock, plan, id: ID, by: 'anna', holder: 'anna@laptop' };
  await world.until(anna, runPlan(begin));
  if (!anna.killed.aborted) return undefined;
  await world.time.pass(60_000);
  const record = await recordOf(world);
  const ended =
    record === undefined || ENDED.includes(record.phase) ? record : await takeUp(world, one, record, direction);
  const phase = ended?.phase ?? 'never-begun';
  assert.ok(['done', 'rolled-back', 'failed', 'never-begun'].includes(phase), `${phase}: ${ended?.reason ?? ''}`);
  if (direction === 'forward' && record !== undefined) assert.equal(phase, 'done', ended?.reason);
  const found = world.find(RESOURCES.cronJobs, 'shop', NAME);
  assert.deepEqual(essence(found, one.notes), essence(phase === 'done' ? one.after : one.before, one.notes));
  if (one.notes && phase === 'done') {
    const cache = world.find(RESOURCES.configMaps, 'shop', cachePlace('shop', 'orders').name);
    assert.deepEqual(cache && readCache(cache)?.backups.map(({ id }) => id), [KNOWN.id]);
  }
  assertOneAtATime(world);
  return phase;
}

describe('a schedule, and a runner that is killed at every one of its requests', function () {
  this.timeout(120_000);
  for (const one of CASES)
    for (const direction of ['forward', 'back'] as const)
      for (const moment of ['before', 'after'] as const)
        it(`${one.title}: killed ${moment} it, and another resumes ${direction}`, async () => {
          const phases = new Map<string, number>();
          let index = 0;
          for (; ; index++) {
            const phase = await once(one, index, moment, direction).catch((error: unknown) => {
              throw new Error(`killed ${moment} request ${String(index)}: ${String(error)}`, { cause: error });
            });
            if (phase === undefined) break;
            phases.set(phase, (phases.get(phase) ?? 0) + 1);
          }
          assert.ok(index > 10, `only ${String(index)} requests`);
          assert.ok((phases.get('done') ?? 0) > 0);
          if (direction === 'back') assert.ok((phases.get('rolled-back') ?? 0) > 0, [...phases.keys()].join());
        });
});
