import assert from 'node:assert/strict';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { MemoryCluster } from '../../test/runner/memory-cluster.ts';
import { begin, DATABASE, on, planOf, switchStep, withSwitches } from '../../test/runner/switches.ts';
import { VirtualClock } from '../../test/runner/virtual-clock.ts';
import {
  LeaseLost,
  listOperations,
  NoWayBack,
  OperationRefused,
  requestCancel,
  resumeOperation,
  runPlan,
  type JournalRecord,
  type Plan,
  type RunnerEvent,
  type Step,
} from './index.ts';
import { journalObject, readJournal } from './journal-text.ts';

const [a, b, c] = [switchStep('a'), switchStep('b'), switchStep('c')];
const broken = switchStep('b', { act: () => Promise.reject(new Error('it is stuck')) });
const states = ({ steps }: JournalRecord): string => steps.map(({ state }) => state).join(' ');

/** Runs a plan on a cluster, with a clock of its own. */
function running(plan: Plan, cluster = withSwitches(new MemoryCluster()), more: object = {}) {
  const clock = new VirtualClock();
  const events: (RunnerEvent & { readonly at: number })[] = [];
  const onEvent = (event: RunnerEvent): number => events.push({ ...event, at: clock.now() });
  const connection = cluster.connect();
  const result = clock.during(runPlan({ ...begin(connection, plan), ...clock.times, onEvent, ...more }));
  return { clock, events, connection, cluster, result };
}

const leaseOf = (cluster: MemoryCluster): Readonly<Record<string, unknown>> =>
  cluster.object('Lease', 'plinth-orders')?.['spec'] as Readonly<Record<string, unknown>>;

describe('runPlan', () => {
  it('does the steps in their order, and lets the lock go', async () => {
    const { result, cluster, connection } = running(planOf([a, b, c]));
    const record = await result;
    assert.equal(record.phase, 'done');
    assert.equal(on(cluster), 'a b c');
    assert.equal(states(record), 'done done done');
    assert.equal(leaseOf(cluster)['holderIdentity'], '');
    assert.equal(leaseOf(cluster)['leaseTransitions'], 1);
    const { operations, unreadable } = await listOperations(connection, 'shop', DATABASE);
    assert.deepEqual(operations, [{ record: JSON.parse(JSON.stringify(record)) as JournalRecord, live: false }]);
    assert.deepEqual(unreadable, []);
    const { annotations } = cluster.object('ConfigMap', 'switches')?.metadata as { annotations?: unknown };
    assert.deepEqual(annotations, { 'plinth.dev/epoch': '1' });
  });

  it('writes the intent down before it acts', async () => {
    const cluster = withSwitches(new MemoryCluster());
    let seen = '';
    const watching = switchStep('a', {
      act: async (hand) => {
        const { operations } = await listOperations(cluster.connect(), 'shop');
        seen = operations.map(({ record }) => states(record)).join();
        await a.act(hand);
      },
    });
    await running(planOf([watching, b]), cluster).result;
    assert.equal(seen, 'running waiting');
  });

  it('takes everything back in reverse when a step fails, and leaves what was so before', async () => {
    const cluster = withSwitches(new MemoryCluster());
    cluster.put('ConfigMap', { metadata: { name: 'switches', namespace: 'shop' }, data: { z: 'on' } });
    const { result, events } = running(planOf([switchStep('z'), a, c, broken]), cluster);
    const record = await result;
    assert.equal(record.phase, 'rolled-back');
    assert.match(record.reason ?? '', /it is stuck/u);
    assert.equal(on(cluster), 'z');
    assert.equal(states(record), 'skipped undone undone failed');
    const undone = events.flatMap((event) =>
      event.type === 'step' && event.record.steps.find(({ id }) => id === event.step)?.state === 'undone'
        ? [event.step]
        : [],
    );
    assert.deepEqual(undone, ['c', 'a']);
  });

  it('says failed where nothing was to be taken back, and runs what must always run', async () => {
    const always: Step = { ...switchStep('z'), always: true };
    const { result, cluster } = running(planOf([broken, always]));
    const record = await result;
    assert.equal(record.phase, 'failed');
    assert.equal(on(cluster), 'z');
  });

  it('goes only forward after the point of no return', async () => {
    const point: Step = { ...broken, pointOfNoReturn: true };
    const { result, cluster } = running(planOf([a, point, c]));
    const record = await result;
    assert.equal(record.phase, 'needs-attention');
    assert.deepEqual(record.attention, ['turn b on', 'turn c on']);
    assert.equal(on(cluster), 'a');
  });

  it('goes back from a point of no return that was found unsafe', async () => {
    const refusal = { id: 'R2', kind: 'never', what: 'Not now.', evidence: 'e', wayOut: 'w' } as const;
    const point: Step = {
      ...switchStep('b', { preconditions: () => Promise.resolve([refusal]) }),
      pointOfNoReturn: true,
    };
    const { result, cluster } = running(planOf([a, point]));
    const record = await result;
    assert.equal(record.phase, 'rolled-back');
    assert.equal(states(record), 'undone waiting');
    assert.equal(on(cluster), '');
  });

  it('names every command that is left when an undo cannot be verified', async () => {
    const stuck: Step = { ...c };
    const undo = { ...stuck.undo, verify: () => Promise.resolve({ state: 'partial', evidence: 'half' } as const) };
    const { result } = running(planOf([a, { ...stuck, undo } as Step, broken]));
    const record = await result;
    assert.equal(record.phase, 'needs-attention');
    assert.deepEqual(record.attention, ['turn c off', 'turn a off']);
  });

  for (const [what, observe] of [
    ['of which nothing could be seen', () => Promise.reject(new ClusterTrouble('forbidden', 'You may not look.'))],
    [
      'that somebody else had made impossible',
      () => Promise.resolve({ state: 'impossible', evidence: 'It is theirs.' } as const),
    ],
  ] as const)
    it(`leaves a step alone that was never begun, ${what}, and takes the others back`, async () => {
      let touched = 0;
      const undo = { ...b.undo, act: () => Promise.resolve(touched++).then(() => undefined) };
      const { result, cluster } = running(planOf([a, { ...b, observe, undo }]));
      const record = await result;
      assert.equal(record.phase, 'rolled-back', record.reason);
      assert.equal(states(record), 'undone failed');
      assert.deepEqual([on(cluster), touched], ['', 0]);
    });

  it('takes back a step that was begun, and of which nothing can be seen any more', async () => {
    let began = false;
    const observe: Step['observe'] = (hand) =>
      began ? Promise.reject(new ClusterTrouble('forbidden', 'You may not look.')) : b.observe(hand);
    const act: Step['act'] = async (hand) => {
      began = true;
      await b.act(hand);
    };
    const { result, cluster } = running(planOf([a, { ...b, observe, act }]));
    const record = await result;
    assert.equal(record.phase, 'rolled-back', record.reason);
    assert.equal(states(record), 'undone undone');
    assert.equal(on(cluster), '');
  });

  it('takes a step that hangs back at its deadline', async () => {
    const hanging = switchStep('b', { act: () => new Promise(() => undefined) });
    const { result, clock, cluster } = running(planOf([a, { ...hanging, removesWrites: true, deadline: 60 }]));
    const before = clock.now();
    const record = await result;
    assert.equal(record.phase, 'rolled-back');
    assert.match(record.reason ?? '', /away for 60 s at most/u);
    assert.ok(clock.now() - before < 70_000);
    assert.equal(on(cluster), '');
  });

  it('tells something at least every 10 s', async () => {
    const slow = switchStep('b', {
      act: async (hand) => {
        await hand.sleep(95_000);
        await b.act(hand);
      },
    });
    const { result, events } = running(planOf([slow]));
    await result;
    const gaps = events.slice(1).map(({ at }, index) => at - (events[index]?.at ?? 0));
    assert.ok(Math.max(...gaps) <= 10_000, `silent for ${String(Math.max(...gaps))} ms`);
    assert.ok(events.some((event) => event.type === 'progress' && event.progress.text.startsWith('still at it')));
  });

  it('is cancelled from elsewhere within 3 s, and not after its end', async () => {
    const slow = switchStep('b', { act: (hand) => hand.sleep(500_000) });
    const cluster = withSwitches(new MemoryCluster());
    const asked: number[] = [];
    const clock = new VirtualClock();
    const wishing = switchStep('a', {
      act: async (hand) => {
        await a.act(hand);
        const [operation] = (await listOperations(cluster.connect(), 'shop')).operations;
        assert.ok(operation?.live);
        await requestCancel(cluster.connect(), operation.record);
        asked.push(clock.now());
      },
    });
    const run = runPlan({ ...begin(cluster.connect(), planOf([wishing, slow])), ...clock.times });
    const record = await clock.during(run);
    assert.equal(record.phase, 'cancelled');
    assert.equal(on(cluster), '');
    assert.ok((record.ended ?? 0) - (asked[0] ?? 0) <= 3_000);
    await assert.rejects(requestCancel(cluster.connect(), record), NoWayBack);
  });

  it('is not cancelled after the point of no return', async () => {
    const cluster = withSwitches(new MemoryCluster());
    const point = switchStep('b', {
      act: async (hand) => {
        const [operation] = (await listOperations(cluster.connect(), 'shop')).operations;
        assert.ok(operation !== undefined);
        await assert.rejects(requestCancel(cluster.connect(), operation.record), /point of no return/u);
        await b.act(hand);
      },
    });
    const { result } = running(planOf([a, { ...point, pointOfNoReturn: true }, c]), cluster);
    assert.equal((await result).phase, 'done');
    assert.equal(on(cluster), 'a b c');
  });

  it('changes nothing more after a sleep that was longer than its Lease', async () => {
    const clock = new VirtualClock();
    const cluster = withSwitches(new MemoryCluster());
    const sleepy = switchStep('b', {
      act: async (hand) => {
        clock.skip(600_000);
        await b.act(hand);
      },
    });
    const run = runPlan({ ...begin(cluster.connect(), planOf([a, sleepy])), ...clock.times });
    await assert.rejects(clock.during(run), LeaseLost);
    assert.equal(on(cluster), 'a');
  });

  it('stops at once, and leaves the journal alone, where another took over', async () => {
    const clock = new VirtualClock();
    const cluster = withSwitches(new MemoryCluster());
    const overtaken = switchStep('b', {
      act: async (hand) => {
        const lease = cluster.object('Lease', 'plinth-orders');
        assert.ok(lease !== undefined);
        cluster.put('Lease', { ...lease, spec: { ...leaseOf(cluster), holderIdentity: 'ben', leaseTransitions: 2 } });
        await hand.sleep(60_000);
        await b.act(hand);
      },
    });
    const run = runPlan({ ...begin(cluster.connect(), planOf([a, overtaken])), ...clock.times });
    await assert.rejects(clock.during(run), (error) => error instanceof LeaseLost && error.by === 'ben');
    assert.equal(on(cluster), 'a');
    const [operation] = (await listOperations(cluster.connect(), 'shop')).operations;
    assert.equal(operation?.record.phase, 'running');
  });

  it('refuses what the plan refuses, except where it was accepted', async () => {
    const refusal = { id: 'R24', kind: 'typed', what: 'Lag unknown.', evidence: 'e', wayOut: 'w' } as const;
    const plan = planOf([a], { refusals: [refusal] });
    await assert.rejects(running(plan).result, OperationRefused);
    assert.equal((await running(plan, undefined, { accepted: ['R24'] }).result).phase, 'done');
  });

  it('begins an operation once: of two runners of it the later one is refused (R9)', async () => {
    const cluster = withSwitches(new MemoryCluster());
    await running(planOf([a]), cluster).result;
    await assert.rejects(running(planOf([a, b]), cluster, { holder: 'ben' }).result, /has begun already/u);
    assert.equal(on(cluster), 'a');
  });

  it('refuses, before the lock, where a right is missing (R8)', async () => {
    const cluster = withSwitches(new MemoryCluster());
    cluster.forbidden.add('update leases');
    await assert.rejects(running(planOf([a]), cluster).result, /You may not update leases\.coordination\.k8s\.io/u);
    assert.equal(cluster.object('Lease', 'plinth-orders'), undefined);
  });

  it('goes on counting where somebody removed the Lease', async () => {
    const cluster = withSwitches(new MemoryCluster());
    const one = (id: string): Promise<JournalRecord> => running(planOf([a]), cluster, { id }).result;
    await one('aaaa2222');
    await one('bbbb3333');
    cluster.objects.delete('Lease/plinth-orders');
    assert.equal((await one('cccc4444')).epoch, 3);
  });

  it('keeps the last 20 of a database', async () => {
    const cluster = withSwitches(new MemoryCluster());
    for (let count = 0; count < 22; count++)
      await running(planOf([]), cluster, { id: `abcd23${String(count).padStart(2, '0')}` }).result;
    assert.equal((await listOperations(cluster.connect(), 'shop', DATABASE)).operations.length, 20);
  });
});

describe('rights that are revoked half-way', () => {
  const revoked = new ClusterTrouble('forbidden', 'You may not any more.');

  it('end in words and commands where nothing can be taken back', async () => {
    const cluster = withSwitches(new MemoryCluster());
    const clock = new VirtualClock();
    let patches = 0;
    const connection = cluster.connect(({ verb, moment }) => {
      if (verb === 'patch' && moment === 'before' && ++patches > 2) throw revoked;
    });
    const record = await clock.during(runPlan({ ...begin(connection, planOf([a, b])), ...clock.times }));
    assert.equal(record.phase, 'needs-attention');
    assert.match(record.reason ?? '', /You may not any more/u);
    assert.deepEqual(record.attention, ['turn a off']);
  });

  it('do not keep it from taking back what can be, even when it cannot write it down', async () => {
    const cluster = withSwitches(new MemoryCluster());
    const clock = new VirtualClock();
    let gone = false;
    const connection = cluster.connect(({ verb, name }) => {
      gone ||= on(cluster) !== '';
      if (gone && verb === 'replace' && name === 'plinth-op-abcd2345') throw revoked;
    });
    const run = runPlan({ ...begin(connection, planOf([a, b])), ...clock.times });
    await assert.rejects(clock.during(run), (error) => error === revoked);
    assert.equal(on(cluster), '');
    assert.equal(leaseOf(cluster)['holderIdentity'], '');
  });
});

describe('resumeOperation', () => {
  /** An operation whose runner was overtaken when two steps were done, with this beside it in the journal. */
  async function leftBehind(cluster: MemoryCluster, more: Partial<JournalRecord>): Promise<JournalRecord> {
    const clock = new VirtualClock();
    const leaving = switchStep('c', {
      act: async (hand) => {
        await c.act(hand);
        clock.skip(600_000);
        await hand.keep('never', true);
      },
    });
    const run = runPlan({ ...begin(cluster.connect(), planOf([a, b, leaving])), ...clock.times });
    await assert.rejects(clock.during(run), LeaseLost);
    const object = cluster.object('ConfigMap', 'plinth-op-abcd2345');
    assert.ok(object);
    const record = readJournal(object);
    assert.ok(typeof record !== 'string');
    cluster.put('ConfigMap', journalObject({ ...record, ...more }, object));
    return record;
  }
  const takenUp = (cluster: MemoryCluster, record: JournalRecord, steps: readonly Step[]): Promise<JournalRecord> => {
    const clock = new VirtualClock();
    const options = { ...begin(cluster.connect(), planOf(steps)), holder: 'ben', ...clock.times };
    return clock.during(resumeOperation({ ...options, record, direction: 'forward' }));
  };

  it('heeds a wish to cancel that nobody saw', async () => {
    const cluster = withSwitches(new MemoryCluster());
    const record = await takenUp(cluster, await leftBehind(cluster, { wish: 'cancel' }), [a, b, c]);
    assert.equal(record.phase, 'cancelled');
    assert.equal(on(cluster), '');
  });

  it('looks at what is, and takes back also what an earlier run had come to', async () => {
    const cluster = withSwitches(new MemoryCluster());
    const known = await leftBehind(cluster, {});
    // Somebody turned b off meanwhile, and it cannot be turned on any more.
    const switches = cluster.object('ConfigMap', 'switches');
    assert.ok(switches);
    cluster.put('ConfigMap', { ...switches, data: { a: 'on', c: 'on' } });
    const record = await takenUp(cluster, known, [a, broken, c]);
    assert.equal(record.phase, 'rolled-back');
    assert.equal(on(cluster), '');
  });

  it('refuses what has ended', async () => {
    const { result, connection, clock } = running(planOf([a]));
    const record = await result;
    const again = resumeOperation({ ...begin(connection, planOf([a])), ...clock.times, record, direction: 'forward' });
    await assert.rejects(clock.during(again), NoWayBack);
  });
});
