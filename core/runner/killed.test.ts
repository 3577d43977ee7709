import assert from 'node:assert/strict';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { MemoryCluster, type Fault } from '../../test/runner/memory-cluster.ts';
import { begin, DATABASE, on, planOf, switchStep, withSwitches } from '../../test/runner/switches.ts';
import { VirtualClock } from '../../test/runner/virtual-clock.ts';
import { ENDED, listOperations, OperationRefused, resumeOperation, runPlan, type JournalRecord } from './index.ts';

const plan = planOf([switchStep('a'), switchStep('b'), { ...switchStep('z'), always: true }]);
const withPoint = planOf([switchStep('a'), { ...switchStep('b'), pointOfNoReturn: true }, switchStep('c')]);

const WRITES: readonly string[] = ['create', 'replace', 'patch', 'remove'];

/** Dies at a write, before it happens or after: nothing that the client sends from then on arrives. Says how many writes there were. */
function dyingAt(number: number, moment: 'before' | 'after'): { fault: Fault; died: () => boolean } {
  let count = 0;
  let dead = false;
  const fault: Fault = (request) => {
    if (WRITES.includes(request.verb) && request.moment === moment && count++ === number) dead = true;
    if (dead) throw new ClusterTrouble('unreachable', 'killed');
  };
  return { fault, died: () => dead };
}

const journalOf = async (cluster: MemoryCluster): Promise<JournalRecord | undefined> =>
  (await listOperations(cluster.connect(), 'shop', DATABASE)).operations[0]?.record;

/** Kills a runner at its writes, one after the other, until it comes to its end; after each kill another takes over. */
async function killedEverywhere(
  moment: 'before' | 'after',
  direction: 'forward' | 'back',
  wanted: typeof plan,
  verdict: (cluster: MemoryCluster, record: JournalRecord, begun: boolean) => void,
): Promise<number> {
  for (let number = 0; ; number++) {
    const cluster = withSwitches(new MemoryCluster());
    const clock = new VirtualClock();
    const { fault, died } = dyingAt(number, moment);
    const first = runPlan({ ...begin(cluster.connect(fault), wanted), ...clock.times });
    await clock.during(first).catch(() => undefined);
    if (!died()) return number;
    const record = await journalOf(cluster);
    // It died before there was anything to take up, or after all was said.
    if (record === undefined || ENDED.includes(record.phase)) continue;
    const begun = record.steps.some(({ id, state }) => id === 'b' && state !== 'waiting');
    const again = { connection: cluster.connect(), plan: wanted, record, holder: 'ben@desk', ...clock.times };
    const ended = await clock.during(
      resumeOperation({ ...again, direction }).catch((error: unknown) => {
        assert.match(String(error), /NoWayBack/u);
        return resumeOperation({ ...again, direction: 'forward' });
      }),
    );
    verdict(cluster, ended, begun);
    assert.equal(
      (cluster.object('Lease', 'plinth-orders')?.['spec'] as { holderIdentity?: string }).holderIdentity,
      '',
    );
  }
}

describe('a runner that is killed at every write', function () {
  this.timeout(60_000);
  for (const moment of ['before', 'after'] as const) {
    it(`is taken up and goes on (killed ${moment} the write)`, async () => {
      const count = await killedEverywhere(moment, 'forward', plan, (cluster, record) => {
        assert.equal(record.phase, 'done');
        assert.equal(on(cluster), 'a b z');
      });
      assert.ok(count > 10, `only ${String(count)} writes`);
    });

    it(`is taken up and taken back (killed ${moment} the write)`, async () => {
      await killedEverywhere(moment, 'back', plan, (cluster, record) => {
        // Also where there was nothing to take back yet: it was wished, and is no failure.
        assert.equal(record.phase, 'rolled-back');
        assert.equal(on(cluster), 'z');
      });
    });

    it(`goes back before the point of no return, and only forward after it (killed ${moment} the write)`, async () => {
      await killedEverywhere(moment, 'back', withPoint, (cluster, record, begun) => {
        assert.equal(on(cluster), begun ? 'a b c' : '');
        assert.equal(record.phase === 'done', begun, record.phase);
      });
    });
  }

  it('keeps another from beginning where its journal cannot be read and does not say that it has ended (R9)', async () => {
    for (const [phase, isRefused] of [
      ['running', true],
      [undefined, true],
      ['done', false],
    ] as const) {
      const cluster = withSwitches(new MemoryCluster());
      const clock = new VirtualClock();
      const labels = {
        'plinth.dev/database': DATABASE.name,
        ...(phase === undefined ? {} : { 'plinth.dev/phase': phase }),
      };
      const metadata = { name: 'plinth-op-newer234', namespace: DATABASE.namespace, labels };
      cluster.put('ConfigMap', { metadata, data: { 'journal.json': '{"schema":2}' } });
      const run = clock.during(runPlan({ ...begin(cluster.connect(), plan), ...clock.times }));
      if (isRefused) await assert.rejects(run, /plinth-op-newer234: It was written by another version/u);
      else assert.equal((await run).phase, 'done');
    }
  });

  it('does not hinder another operation once it is taken back, and does until then (R9)', async () => {
    const cluster = withSwitches(new MemoryCluster());
    const clock = new VirtualClock();
    const { fault } = dyingAt(5, 'before');
    const dying = runPlan({ ...begin(cluster.connect(fault), plan), ...clock.times });
    await clock.during(dying).catch(() => undefined);
    const other = { ...begin(cluster.connect(), plan), id: 'efgh6789', holder: 'ben@desk', ...clock.times };
    await assert.rejects(clock.during(runPlan(other)), (error) => {
      assert.ok(error instanceof OperationRefused);
      assert.deepEqual(
        error.refusals.map(({ id }) => id),
        ['R9'],
      );
      assert.match(error.message, /begun by anna at 20/u);
      return true;
    });
    const record = await journalOf(cluster);
    assert.ok(record !== undefined);
    await clock.during(
      resumeOperation({
        connection: cluster.connect(),
        plan,
        record,
        holder: 'ben',
        direction: 'back',
        ...clock.times,
      }),
    );
    assert.equal((await clock.during(runPlan(other))).phase, 'done');
  });
});

describe('a runner whose answers are lost', function () {
  this.timeout(60_000);
  for (const kind of ['unreachable', 'busy', 'server', 'timeout'] as const)
    for (const moment of ['before', 'after'] as const)
      it(`comes to its end when one request is answered with «${kind}» ${moment} it was done`, async () => {
        for (let number = 0, failed = true; failed; number++) {
          const cluster = withSwitches(new MemoryCluster());
          const clock = new VirtualClock();
          let count = 0;
          failed = false;
          const fault: Fault = (request) => {
            // Before the lock is had, and in its last courtesies, a failure is simply told.
            if (!WRITES.includes(request.verb) || request.moment !== moment || count++ !== number) return;
            failed = true;
            throw new ClusterTrouble(kind, 'so it is');
          };
          const record = await clock.during(runPlan({ ...begin(cluster.connect(fault), plan), ...clock.times }));
          assert.equal(record.phase, 'done', `${String(number)}: ${record.reason ?? ''}`);
          assert.equal(on(cluster), 'a b z');
          assert.equal((await journalOf(cluster))?.phase, 'done');
        }
      });
});

describe('two clients at once', () => {
  it('never both run an operation, 50 times', async function () {
    this.timeout(60_000);
    for (let race = 0; race < 50; race++) {
      const cluster = withSwitches(new MemoryCluster());
      const clock = new VirtualClock();
      let inside = 0;
      let most = 0;
      const alone = switchStep('a', {
        act: async (hand) => {
          most = Math.max(most, ++inside);
          await hand.sleep(12_000);
          await switchStep('a').act(hand);
          inside--;
        },
      });
      const one = (holder: string, id: string): Promise<JournalRecord> =>
        runPlan({ ...begin(cluster.connect(), planOf([alone])), holder, id, ...clock.times });
      const outcomes = await clock.during(
        Promise.allSettled([one('anna', 'aaaa2222'), clock.sleep(race * 0.2).then(() => one('ben', 'bbbb3333'))]),
      );
      assert.equal(most, 1);
      assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      for (const outcome of outcomes)
        if (outcome.status === 'rejected')
          assert.ok(outcome.reason instanceof OperationRefused, String(outcome.reason));
    }
  });

  it('never both take up the same operation', async () => {
    const cluster = withSwitches(new MemoryCluster());
    const clock = new VirtualClock();
    const { fault } = dyingAt(4, 'after');
    await clock.during(runPlan({ ...begin(cluster.connect(fault), plan), ...clock.times })).catch(() => undefined);
    const record = await journalOf(cluster);
    assert.ok(record !== undefined);
    const one = (holder: string): Promise<JournalRecord> =>
      resumeOperation({ connection: cluster.connect(), plan, record, holder, direction: 'forward', ...clock.times });
    const outcomes = await clock.during(Promise.allSettled([one('anna'), one('ben')]));
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.equal((await journalOf(cluster))?.epoch, 2);
  });
});
