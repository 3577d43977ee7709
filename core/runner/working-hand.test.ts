import assert from 'node:assert/strict';
import type { ObjectName } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { MemoryCluster, type Fault } from '../../test/runner/memory-cluster.ts';
import { begin, planOf, SWITCHES, switchStep, withSwitches } from '../../test/runner/switches.ts';
import { VirtualClock } from '../../test/runner/virtual-clock.ts';
import { LeaseLost, runPlan, type Hand, type JournalRecord } from './index.ts';
import { guarded, overtakenBy } from './script-guard.ts';

/** Runs one step that does this. */
function withHand(
  cluster: MemoryCluster,
  act: (hand: Hand) => Promise<unknown>,
  fault?: Fault,
): Promise<JournalRecord> {
  const clock = new VirtualClock();
  const step = switchStep('a', {
    act: async (hand) => {
      await act(hand);
      await switchStep('a').act(hand);
    },
  });
  return clock.during(runPlan({ ...begin(cluster.connect(fault), planOf([step])), ...clock.times }));
}

const epochs = (cluster: MemoryCluster, epoch: string): void => {
  const metadata = { name: 'switches', namespace: 'shop', annotations: { 'plinth.dev/epoch': epoch } };
  cluster.put('ConfigMap', { metadata, data: {} });
};
const dataOf = (cluster: MemoryCluster): unknown => cluster.object('ConfigMap', 'switches')?.['data'];
const JOB: ObjectName = { resource: RESOURCES.jobs, namespace: 'shop', name: 'dump' };
const job = (image: string) => ({ metadata: { name: 'dump', namespace: 'shop' }, image });

describe('a hand', () => {
  it('changes nothing that a newer runner has changed', async () => {
    const cluster = withSwitches(new MemoryCluster());
    epochs(cluster, '7');
    await assert.rejects(
      withHand(cluster, () => Promise.resolve()),
      LeaseLost,
    );
    assert.deepEqual(dataOf(cluster), {});
  });

  it('changes nothing that a newer runner changes in between', async () => {
    const cluster = withSwitches(new MemoryCluster());
    let armed = true;
    // Between the claim of the epoch and the patch itself.
    const fault: Fault = ({ verb, moment }) => {
      if (verb !== 'patch' || moment !== 'after' || !armed) return;
      armed = false;
      epochs(cluster, '7');
    };
    await assert.rejects(
      withHand(cluster, () => Promise.resolve(), fault),
      LeaseLost,
    );
    assert.deepEqual(dataOf(cluster), {});
  });

  /** Replaces the object by one of the same name, without a claim, right after it was claimed. */
  const replacing =
    (cluster: MemoryCluster, times: number): Fault =>
    ({ verb, name, moment }) => {
      if (verb !== 'patch' || name !== SWITCHES.name || moment !== 'after' || times-- <= 0) return;
      cluster.put('ConfigMap', { metadata: { name: 'switches', namespace: 'shop' }, data: {} });
    };

  it('claims again what was replaced in between by one of the same name', async () => {
    const cluster = withSwitches(new MemoryCluster());
    const record = await withHand(cluster, () => Promise.resolve(), replacing(cluster, 1));
    assert.equal(record.phase, 'done', record.reason);
  });

  it('gives up where what it changes is replaced again and again', async () => {
    const cluster = withSwitches(new MemoryCluster());
    const record = await withHand(cluster, () => Promise.resolve(), replacing(cluster, 1_000));
    assert.equal(record.phase, 'failed');
    assert.deepEqual(dataOf(cluster), {});
  });

  it('takes over what an older runner has changed', async () => {
    const cluster = withSwitches(new MemoryCluster());
    epochs(cluster, '0');
    assert.equal((await withHand(cluster, () => Promise.resolve())).phase, 'done');
  });

  it('makes an object once, labelled, also when the answer is lost', async () => {
    const cluster = withSwitches(new MemoryCluster());
    let armed = true;
    const fault: Fault = ({ verb, name, moment }) => {
      if (verb !== 'create' || name !== 'dump' || moment !== 'after' || !armed) return;
      armed = false;
      throw new ClusterTrouble('unreachable', 'lost');
    };
    const make = async (hand: Hand): Promise<void> => {
      const first = await hand.create(job('postgres:15'), JOB);
      assert.deepEqual(await hand.create(job('postgres:16'), JOB), first);
    };
    assert.equal((await withHand(cluster, make, fault)).phase, 'done');
    const made = cluster.object('Job', 'dump');
    assert.equal(made?.['image'], 'postgres:15');
    assert.deepEqual(made.metadata['labels'], {
      'app.kubernetes.io/managed-by': 'plinth',
      'plinth.dev/database': 'orders',
      'plinth.dev/operation': 'abcd2345',
    });
  });

  it('leaves a namesake that is not its own alone', async () => {
    const cluster = withSwitches(new MemoryCluster());
    cluster.put('Job', job('another'));
    const record = await withHand(cluster, (hand) => hand.create(job('postgres:15'), JOB));
    assert.equal(record.phase, 'failed');
    assert.match(record.reason ?? '', /exists/u);
  });

  it('removes what is gone already without complaint', async () => {
    const cluster = withSwitches(new MemoryCluster());
    assert.equal((await withHand(cluster, (hand) => hand.remove(JOB))).phase, 'done');
  });

  it('keeps facts in the journal, and what was measured at its end', async () => {
    const cluster = withSwitches(new MemoryCluster());
    const record = await withHand(cluster, async (hand) => {
      await hand.keep('replicas', 3);
      await hand.keep('measured.rtoSeconds', 4.2);
      assert.equal(hand.facts['replicas'], 3);
    });
    assert.equal(record.measured?.['rtoSeconds'], 4.2);
    assert.match(JSON.stringify(cluster.object('ConfigMap', 'plinth-op-abcd2345')), /replicas/u);
  });

  it('forgets facts that hold no more, in the journal too', async () => {
    const cluster = withSwitches(new MemoryCluster());
    const record = await withHand(cluster, async (hand) => {
      await hand.keep('loaded', 'all of it');
      await hand.keep('replicas', 3);
      await hand.forget(['loaded', 'never there']);
    });
    assert.deepEqual(record.facts, { replicas: 3 });
    assert.doesNotMatch(JSON.stringify(cluster.object('ConfigMap', 'plinth-op-abcd2345')), /all of it/u);
  });

  it('changes nothing for a step that was given up', async () => {
    const cluster = withSwitches(new MemoryCluster());
    const clock = new VirtualClock();
    let late: Promise<unknown> | undefined;
    const deaf = switchStep('a', {
      act: (hand) => {
        // It does not look at its signal.
        late = clock.sleep(90_000).then(() => hand.patch(SWITCHES, [{ op: 'add', path: '/data/a', value: 'late' }]));
        return late as Promise<never>;
      },
    });
    const run = runPlan({ ...begin(cluster.connect(), planOf([{ ...deaf, deadline: 60 }])), ...clock.times });
    assert.equal((await clock.during(run)).phase, 'failed');
    assert.ok(late !== undefined);
    await assert.rejects(clock.during(late));
    assert.deepEqual(dataOf(cluster), {});
  });
});

describe('the guard of a script', () => {
  it('tells its own words from the script’s', () => {
    assert.equal(overtakenBy('plinth: overtaken by epoch 12\n'), '12');
    assert.equal(overtakenBy('psql: error'), undefined);
    assert.ok(guarded('echo hello', 3).endsWith('\necho hello'));
  });
});
