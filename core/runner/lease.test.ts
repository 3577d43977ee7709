import assert from 'node:assert/strict';
import { MemoryCluster, type Fault } from '../../test/runner/memory-cluster.ts';
import { begin, on, planOf, switchStep, withSwitches } from '../../test/runner/switches.ts';
import { VirtualClock } from '../../test/runner/virtual-clock.ts';
import { OperationRefused, runPlan, type JournalRecord } from './index.ts';
import { journalObject } from './journal-text.ts';

const spec = (renewed: number, holderIdentity = 'ben'): Readonly<Record<string, string | number>> => ({
  holderIdentity,
  leaseDurationSeconds: 30,
  renewTime: new Date(renewed).toISOString(),
  leaseTransitions: 4,
});

/** A run on a database whose Lease another holds. */
function contested(renewed: (now: number) => number, fault?: Fault) {
  const cluster = withSwitches(new MemoryCluster());
  const clock = new VirtualClock();
  const hold = (time: number, holder?: string): void => {
    cluster.put('Lease', { metadata: { name: 'plinth-orders', namespace: 'shop' }, spec: spec(time, holder) });
  };
  hold(renewed(clock.now()));
  const began = clock.now();
  const plan = planOf([switchStep('a')]);
  const run = (): Promise<JournalRecord> =>
    clock.during(runPlan({ ...begin(cluster.connect(fault), plan), ...clock.times }));
  return { cluster, clock, hold, run, took: () => clock.now() - began };
}

describe('a Lease that another holds', () => {
  it('is not taken while it is renewed (R9)', async () => {
    const { cluster, clock, hold, run, took } = contested((now) => now);
    void clock.sleep(8_000).then(() => {
      hold(clock.now());
    });
    await assert.rejects(run(), (error) => error instanceof OperationRefused && error.message.includes('ben holds'));
    assert.ok(took() < 15_000);
    assert.equal(on(cluster), '');
  });

  it('is not taken either when it is let go meanwhile: the plan is older than that operation', async () => {
    const { cluster, clock, hold, run } = contested((now) => now);
    void clock.sleep(3_000).then(() => {
      hold(clock.now(), '');
    });
    await assert.rejects(run(), OperationRefused);
    assert.equal(on(cluster), '');
  });

  it('is taken once it stood unchanged for its duration by the own clock, and counts on', async () => {
    // The other's clock is wrong: by its time the Lease would hold for an hour yet.
    const { run, took } = contested((now) => now + 3_600_000);
    const record = await run();
    assert.equal(record.phase, 'done');
    assert.equal(record.epoch, 5);
    assert.ok(took() >= 30_000 && took() < 45_000, String(took()));
  });

  it('is not believed dead by another machine’s clock that is a few minutes off', async () => {
    const { run, took } = contested((now) => now - 300_000);
    await run();
    assert.ok(took() >= 30_000);
  });

  it('is taken at once by one who has seen it stand unchanged for its duration', async () => {
    const { cluster, clock, took } = contested((now) => now);
    const version = cluster.object('Lease', 'plinth-orders')?.metadata.resourceVersion;
    const watched = { version, since: clock.now() - 31_000, holder: 'ben' };
    const run = { ...begin(cluster.connect(), planOf([switchStep('a')])), ...clock.times, watched };
    assert.equal((await clock.during(runPlan(run))).epoch, 5);
    assert.ok(took() < 5_000, String(took()));
  });

  it('is not taken by one who has watched it, where it has changed since', async () => {
    const { cluster, clock } = contested((now) => now);
    const watched = { version: 'older', since: clock.now() - 31_000, holder: 'ben' };
    const run = { ...begin(cluster.connect(), planOf([switchStep('a')])), ...clock.times, watched };
    await assert.rejects(clock.during(runPlan(run)), /changed while it was watched/u);
    assert.equal(on(cluster), '');
  });

  it('is taken at once where it was renewed long ago', async () => {
    const { run, took } = contested((now) => now - 3_600_000);
    assert.equal((await run()).phase, 'done');
    assert.ok(took() < 10_000);
  });

  it('is let go where an operation appeared between the look and the lock', async () => {
    let other = (): void => undefined;
    const { cluster, run } = contested(
      (now) => now - 3_600_000,
      ({ verb, name, moment }) => {
        if (verb === 'replace' && name === 'plinth-orders' && moment === 'before') other();
      },
    );
    const { operation, database, parameters, title, rpo, rto } = planOf([]);
    const running = {
      schema: 1,
      id: 'efgh6789',
      accepted: [],
      phase: 'running',
      by: 'ben',
      started: 1,
      epoch: 4,
    } as const;
    const expected = { rpo, rto: { ...rto, seconds: 0 } };
    other = () => {
      other = () => undefined;
      const more = { operation, database, parameters, title, steps: [], facts: {}, expected };
      cluster.put('ConfigMap', journalObject({ ...running, ...more }));
    };
    await assert.rejects(run(), /efgh6789/u);
    assert.equal(on(cluster), '');
    const lease = cluster.object('Lease', 'plinth-orders')?.['spec'] as { holderIdentity?: string };
    assert.equal(lease.holderIdentity, '');
  });
});
