import assert from 'node:assert/strict';
import { contextOf, setOf } from '../../../test/support/context.ts';
import { UnreadableAnswer, type LiveEngine, type MemberAnswer } from '../../../engines/model/live.ts';
import type { Connection, ExecResult } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { Asker, type AskerOptions } from './asker.ts';
import { memberKey, type MemberToAsk } from './types.ts';

/** Time that stands still until a test moves it. */
class FakeClock {
  #now = 1_000_000;
  readonly #timers = new Set<{ at: number; callback: () => void }>();
  now = () => this.#now;
  after = (milliseconds: number, callback: () => void) => {
    const timer = { at: this.#now + milliseconds, callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  };
  /** Moves on, from timer to timer, and lets what they begin come to rest. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await rest();
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#now = Math.max(this.#now, next.at);
      this.#timers.delete(next);
      next.callback();
      await rest();
    }
    this.#now = end;
  }
}

const rest = () => new Promise<void>((resolve) => setImmediate(resolve));

type Reply = ExecResult | Error | 'never';
const ok = (answer: Partial<MemberAnswer> = {}): ExecResult => ({
  exitCode: 0,
  stdout: JSON.stringify({ role: 'primary', writable: true, ...answer }),
  stderr: '',
});

/** A cluster that answers as the test says; all else is an error. */
class FakeConnection {
  readonly asked: { pod: string; at: number }[] = [];
  readonly reviews: string[] = [];
  atOnce = 0;
  most = 0;
  allowed = true;
  /** Milliseconds that an exec takes. */
  takes = 0;
  reply: (pod: string) => Reply = () => ok();
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  may = ({ namespace = '' }: { namespace?: string }) => {
    this.reviews.push(namespace);
    return Promise.resolve({ allowed: this.allowed });
  };

  exec = async ({ pod }: { pod: string }, _command: readonly string[], { signal }: { signal: AbortSignal }) => {
    this.asked.push({ pod, at: this.#clock.now() });
    this.most = Math.max(this.most, (this.atOnce += 1));
    try {
      if (this.takes > 0) await new Promise<void>((resolve) => void this.#clock.after(this.takes, resolve));
      const reply = this.reply(pod);
      if (reply === 'never') {
        return await new Promise<ExecResult>((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new ClusterTrouble('cancelled', 'cancelled'))),
        );
      }
      if (reply instanceof Error) throw reply;
      return reply;
    } finally {
      this.atOnce -= 1;
    }
  };

  count(pod: string): number {
    return this.asked.filter((one) => one.pod === pod).length;
  }
}

const live: LiveEngine = {
  ask: () => ({
    command: ['sh'],
    seconds: 9,
    read: (output) => {
      if (!output.startsWith('{')) throw new UnreadableAnswer('no answer');
      return JSON.parse(output) as MemberAnswer;
    },
  }),
  explain: (_code, errors) => (errors.includes('starting up') ? 'the server starts' : undefined),
  singleWriter: () => true,
  followersCannotWrite: true,
  client: () => undefined,
  connection: () => undefined,
  source: '',
};

const { context, recognition } = contextOf(setOf('image: postgres:16'));

const member = (pod: string, more: Partial<MemberToAsk> = {}): MemberToAsk => ({
  database: `shop/${pod.replace(/-\d+$/u, '')}`,
  namespace: 'shop',
  pod,
  uid: `uid-${pod}`,
  container: 'db',
  node: `node-${pod}`,
  running: true,
  started: 1,
  restarts: 0,
  replicated: true,
  engine: { ...recognition.engine, live },
  context,
  ...more,
});

const keyOf = (pod: string) => memberKey(member(pod));

describe('asking members', () => {
  let clock: FakeClock;
  let cluster: FakeConnection;
  let asker: Asker;
  const start = (members: readonly MemberToAsk[], limits: AskerOptions['limits'] = {}) => {
    asker = new Asker(cluster as unknown as Connection, { clock, limits, random: () => 0 });
    asker.setMembers(members);
    asker.setAttention('watched');
    return asker;
  };

  beforeEach(() => {
    clock = new FakeClock();
    cluster = new FakeConnection(clock);
  });
  afterEach(() => asker.close());

  it('asks replicated members every 3.5 s, single ones every 15 s, costly ones no more often than their client allows', async () => {
    const costly = { ...recognition.engine, live: { ...live, pause: 30 } };
    start([member('db-0'), member('one-0', { replicated: false }), member('jvm-0', { engine: costly })]);
    await clock.pass(30_000);
    assert.deepEqual([cluster.count('db-0'), cluster.count('one-0'), cluster.count('jvm-0')], [9, 3, 2]);
    const { answer, asked } = asker.known(keyOf('db-0'));
    assert.equal(answer?.role, 'primary');
    assert.deepEqual(asked, { state: 'answered', by: 'engine', why: undefined, at: clock.now() - 2000 });
  });

  it('asks nothing while nobody looks, but for what is demanded', async () => {
    start([member('db-0')]).setAttention('idle');
    await clock.pass(10);
    const before = cluster.asked.length;
    await clock.pass(60_000);
    assert.equal(cluster.asked.length, before);
    assert.equal((await asker.ask(keyOf('db-0'))).asked.state, 'answered');
    assert.equal(cluster.asked.length, before + 1);
    await clock.pass(60_000);
    assert.equal(cluster.asked.length, before + 1);
  });

  it('never runs more execs at once than it may, in all and on one node, and starves nobody', async () => {
    cluster.takes = 200;
    start(
      Array.from({ length: 90 }, (_, i) => member(`db-${i}`, { node: `node-${i % 3}`, replicated: i % 2 === 0 })),
      { atOnce: 6, perNode: 1 },
    );
    await clock.pass(60_000);
    assert.equal(cluster.most, 3);
    const counts = Array.from({ length: 90 }, (_, i) => cluster.count(`db-${i}`));
    assert.ok(Math.min(...counts) >= 3, String(counts));
    assert.ok(cluster.asked.length > 850, `${cluster.asked.length} of 900 that there is room for`);
  });

  it('asks a standby that its primary sees stream after all others when there is no room for all', async () => {
    cluster.takes = 1000;
    cluster.reply = (pod) =>
      pod === 'db-0'
        ? ok({ followers: [{ name: 'db-1', state: 'streaming' }] })
        : ok({ role: 'replica', writable: false });
    const others = Array.from({ length: 20 }, (_, i) => member(`x${i}-0`));
    start([member('db-0'), member('db-1'), member('db-2'), ...others], { atOnce: 2 });
    await clock.pass(120_000);
    assert.ok(cluster.count('db-1') < cluster.count('db-2'), `${cluster.count('db-1')} < ${cluster.count('db-2')}`);
    assert.ok(cluster.count('db-1') >= 2);
  });

  it('asks at once and often after an event, among hundreds of others', async () => {
    cluster.takes = 200;
    start(
      Array.from({ length: 300 }, (_, i) => member(`db${i}-0`)),
      { atOnce: 4 },
    );
    await clock.pass(60_000);
    const at = clock.now();
    asker.stir('shop/db7');
    await clock.pass(20_000);
    const times = cluster.asked
      .filter(({ pod, at: when }) => pod === 'db7-0' && when >= at)
      .map(({ at: when }) => when - at);
    assert.ok((times[0] ?? Infinity) <= 1_000 && times.length >= 9, `after ${times.join(', ')} ms`);
  });

  it('is quicker after a changed role, and with two writers for as long as there are two', async () => {
    start([member('db-0'), member('db-1')]);
    cluster.reply = (pod) => ok(pod === 'db-0' ? {} : { role: 'replica', writable: false });
    await clock.pass(20_000);
    const before = cluster.asked.length;
    cluster.reply = () => ok();
    await clock.pass(5_001);
    assert.ok(['db-0', 'db-1'].every((pod) => asker.known(keyOf(pod)).answer?.writable === true));
    await clock.pass(60_000);
    assert.ok(cluster.asked.length - before > 2 * 30, `${cluster.asked.length - before} in a minute`);
  });

  it('asks all members at once when a primary misses a follower', async () => {
    const follower = (name: string) => ({ name, state: 'streaming' });
    let followers = [follower('db-1'), follower('db-2')];
    let hasTwo = false;
    cluster.reply = (pod) =>
      pod === 'db-0'
        ? ok({ followers })
        : ok({ role: hasTwo && pod === 'db-2' ? 'primary' : 'replica', writable: hasTwo && pod === 'db-2' });
    start([member('db-0'), member('db-1'), member('db-2')], { often: 60_000 });
    await clock.pass(1_000);
    [followers, hasTwo] = [[follower('db-1')], true];
    await asker.ask(keyOf('db-0'));
    await clock.pass(10);
    assert.equal(asker.known(keyOf('db-2')).answer?.role, 'primary');
  });

  it('backs off from a member that fails, keeps its last answer, and says why', async () => {
    start([member('db-0')]);
    await clock.pass(100);
    const { at } = asker.known(keyOf('db-0')).asked;
    cluster.reply = () => ({ exitCode: 2, stdout: '', stderr: 'FATAL: the database system is starting up, s3cret' });
    await clock.pass(4_000);
    const { answer, asked } = asker.known(keyOf('db-0'));
    assert.equal(answer?.role, 'primary');
    assert.deepEqual(asked, { state: 'failed', by: 'engine', why: 'the server starts', at });
    const before = cluster.asked.length;
    await clock.pass(300_000);
    // After 4, 8, 16 and 32 s, then every 60 s.
    assert.equal(cluster.asked.length - before, 8);
    cluster.reply = () => ({ exitCode: 3, stdout: '', stderr: 's3cret' });
    await asker.ask(keyOf('db-0'));
    assert.equal(asker.known(keyOf('db-0')).asked.why, 'its client ended with 3');
  });

  it('gives up an exec that does not end, also where the connection does not', async () => {
    cluster.reply = () => 'never';
    start([member('db-0'), member('db-1')], { atOnce: 1 });
    await clock.pass(12_000);
    assert.match(asker.known(keyOf('db-0')).asked.why ?? '', /no answer in time/);
    assert.equal(cluster.count('db-1'), 1);
  });

  it('asks for the right once a namespace, and again after a minute', async () => {
    cluster.allowed = false;
    start([member('db-0'), member('db-1'), member('db-2')]);
    await clock.pass(59_000);
    assert.deepEqual(cluster.reviews, ['shop']);
    assert.equal(cluster.asked.length, 0);
    const { state, why } = asker.known(keyOf('db-1')).asked;
    assert.equal(state, 'refused');
    assert.match(why ?? '', /get and create pods\/exec/);
    cluster.allowed = true;
    await clock.pass(2_000);
    assert.deepEqual(cluster.reviews, ['shop', 'shop']);
    assert.equal(asker.known(keyOf('db-1')).asked.state, 'answered');
  });

  it('asks for the right again although members are refused one after the other', async () => {
    cluster.allowed = false;
    start([member('db-0')]);
    await clock.pass(30_000);
    asker.setMembers([member('db-0'), member('db-1')]);
    await clock.pass(31_000);
    assert.equal(cluster.reviews.length, 2);
  });

  it('believes a refused exec more than the review', async () => {
    cluster.reply = () => new ClusterTrouble('forbidden', 'no');
    start([member('db-0'), member('db-1')], { atOnce: 1 });
    await clock.pass(30_000);
    assert.equal(cluster.asked.length, 1);
    assert.equal(asker.known(keyOf('db-1')).asked.state, 'refused');
  });

  it('does not try again what cannot be asked until its container starts anew', async () => {
    cluster.reply = () =>
      new ClusterTrouble('broken', 'OCI runtime exec failed: exec: "sh": executable file not found in $PATH');
    start([member('db-0'), member('off-0', { running: false })]);
    await clock.pass(120_000);
    assert.equal(cluster.asked.length, 1);
    assert.deepEqual(
      [asker.known(keyOf('db-0')), asker.known(keyOf('off-0'))].map(({ asked }) => [asked.state, asked.why]),
      [
        ['unable', 'its image has no shell, so it cannot be asked'],
        ['unable', 'its container does not run'],
      ],
    );
    cluster.reply = () => ok();
    asker.setMembers([member('db-0', { restarts: 1, started: 2 }), member('off-0')]);
    await clock.pass(100);
    assert.deepEqual(
      [asker.known(keyOf('db-0')).asked.state, asker.known(keyOf('off-0')).asked.state],
      ['answered', 'answered'],
    );
  });

  it('forgets what a container said before its restart, also an answer that comes late', async () => {
    start([member('db-0')]);
    await clock.pass(100);
    cluster.takes = 2000;
    await clock.pass(5_000);
    cluster.reply = () => ok({ role: 'replica', writable: false });
    asker.setMembers([member('db-0', { restarts: 1, started: 2 })]);
    assert.equal(asker.known(keyOf('db-0')).answer, undefined);
    await clock.pass(2_000);
    assert.equal(asker.known(keyOf('db-0')).answer, undefined);
    await clock.pass(2_000);
    assert.equal(asker.known(keyOf('db-0')).answer?.role, 'replica');
  });

  it('tells listeners of each attempt, and ends in peace', async () => {
    start([]);
    const told: string[] = [];
    asker.onAnswer((key, { asked }) => told.push(`${key} ${asked.state}`));
    asker.setMembers([member('db-0')]);
    await clock.pass(100);
    assert.deepEqual(told, ['uid-db-0/db answered']);
    cluster.reply = () => 'never';
    const waiting = asker.ask(keyOf('db-0'));
    await clock.pass(10);
    asker.close();
    await waiting;
    await clock.pass(60_000);
    assert.equal(cluster.asked.length, 2);
    assert.equal(told.length, 1);
    assert.equal((await asker.ask('nobody')).asked.state, 'never');
  });
});
