import assert from 'node:assert/strict';
import { sentinelSwitchingEngineOf } from '../../../../engines/sentinel-switching.ts';
import { contextOf, setOf } from '../../../../test/support/context.ts';
import type { Hand } from '../../../runner/hand.ts';
import { askSentinelStep, liftStep, preferStep, type Watched } from './sentinel-steps.ts';

const { context } = contextOf(setOf('image: redis:7.2\nports: [{ containerPort: 6379 }]'));
const engine = sentinelSwitchingEngineOf('redis') ?? assert.fail();
const [LEADER, CANDIDATE, OTHER] = ['queue-0', 'queue-1', 'queue-2'] as const;

const WATCHED: Watched = {
  switching: {
    namespace: 'shop',
    container: 'redis',
    engine,
    context,
    leader: LEADER,
    candidate: CANDIDATE,
    others: [OTHER],
    upstream: { host: CANDIDATE, port: 6379 },
  },
  sentinel: { pod: OTHER, container: 'sentinel', name: 'queue', priority: 100, mayChain: true },
  addresses: new Map(),
};

/** Three members and a Sentinel: what each script does to them. */
class Servers {
  readonly facts: Record<string, unknown> = {};
  primary: string = LEADER;
  fenced = true;
  requests = 0;
  /** Of which Sentinel has heard, by pod. */
  heard: Readonly<Record<string, number>> = { [CANDIDATE]: 1, [OTHER]: 100 };
  readonly priorities: string[] = [];
  #now = 1_000_000;
  readonly #answer: string;
  readonly #becomes: string | undefined;

  constructor(answer: string, becomes?: string) {
    this.#answer = answer;
    this.#becomes = becomes;
  }

  get hand(): Hand {
    const { facts } = this;
    return {
      facts,
      signal: new AbortController().signal,
      now: () => this.#now,
      sleep: (milliseconds: number) => {
        this.#now += milliseconds;
        return this.#now > 1_400_000 ? Promise.reject(new Error('deadline')) : Promise.resolve();
      },
      tell: () => undefined,
      keep: (key: string, value: unknown) => {
        facts[key] = value;
        return Promise.resolve();
      },
      forget: (keys: readonly string[]) => {
        for (const key of keys) Reflect.deleteProperty(facts, key);
        return Promise.resolve();
      },
      script: ({ pod }: { pod: string }, script: string) =>
        Promise.resolve({ exitCode: 0, stdout: this.#said(pod, script), stderr: '' }),
    } as unknown as Hand;
  }

  #said(pod: string, script: string): string {
    if (script.endsWith(engine.failOver)) {
      this.requests++;
      if (this.#becomes !== undefined) this.primary = this.#becomes;
      return this.#answer;
    }
    if (script.endsWith(engine.view))
      return [
        `primary=${this.primary}.queue.shop.svc`,
        'flags=master',
        ...Object.entries(this.heard).map(([name, priority]) => `replica=${name}.queue.shop.svc ${String(priority)}`),
      ].join('\n');
    if (script.endsWith(engine.prefer(context))) {
      this.priorities.push(`${pod} ${/PRIORITY='?(\d+)/u.exec(script)?.[1] ?? '?'}`);
      return '';
    }
    if (script.endsWith(engine.unfence(context))) {
      this.fenced = false;
      return '';
    }
    assert.ok(script.endsWith(engine.facts(context)), script.slice(-200));
    const leads = pod === this.primary;
    const refuses = !leads || (pod === LEADER && this.fenced);
    return [
      `role=${leads ? 'primary' : 'replica'}`,
      `writable=${refuses ? 'no' : 'yes'}`,
      'kept=yes',
      `min=${pod === LEADER && this.fenced ? '1000001' : '1'}`,
      'position=7',
      'history=abc',
    ].join('\n');
  }
}

describe('a Sentinel that is asked to fail over', () => {
  it('is watched until the candidate leads', async () => {
    const servers = new Servers('asked=yes', CANDIDATE);
    const step = askSentinelStep(WATCHED);
    assert.equal(step.pointOfNoReturn, true);
    await step.act(servers.hand);
    assert.equal((await step.observe(servers.hand)).state, 'done');
    assert.equal(servers.fenced, true, 'until the old primary follows');
  });

  it('that refuses leaves the old primary accepting writes again', async () => {
    const servers = new Servers('refused=NOGOODSLAVE No suitable replica to promote');
    await assert.rejects(
      askSentinelStep(WATCHED).act(servers.hand),
      /NOGOODSLAVE.*queue-0 leads on, and accepts writes/u,
    );
    assert.equal(servers.fenced, false);
    assert.deepEqual(servers.facts, {});
  });

  it('that gives up leaves it so as well', async () => {
    const servers = new Servers('asked=yes');
    await assert.rejects(askSentinelStep(WATCHED).act(servers.hand), /given up.*queue-0 leads on/u);
    assert.equal(servers.fenced, false);
  });

  it('that takes another one is told so, and settings are as before once the old primary follows', async () => {
    const servers = new Servers('asked=yes', OTHER);
    await assert.rejects(askSentinelStep(WATCHED).act(servers.hand), /queue-2 leads, and not queue-1.*lost\.$/u);
    assert.equal(servers.fenced, false);
    assert.deepEqual(servers.priorities, ['queue-1 100']);
  });

  it('is asked once, also by a later runner', async () => {
    const servers = new Servers('asked=yes', CANDIDATE);
    servers.facts['asked'] = 1;
    servers.primary = CANDIDATE;
    await askSentinelStep(WATCHED).act(servers.hand);
    assert.equal(servers.requests, 0);
  });

  it('is not asked while the old primary may accept writes (R2)', async () => {
    const servers = new Servers('asked=yes', CANDIDATE);
    servers.fenced = false;
    const refusals = await askSentinelStep(WATCHED).preconditions?.(servers.hand);
    assert.deepEqual(
      refusals?.map(({ id, kind }) => [id, kind]),
      [['R2', 'never']],
    );
  });

  it('is asked once it is fenced, and the candidate has everything', async () => {
    assert.deepEqual(await askSentinelStep(WATCHED).preconditions?.(new Servers('asked=yes').hand), []);
  });
});

describe('the replica that Sentinel prefers', () => {
  it('is the candidate once Sentinel has heard of its priority, and the others have a higher one', async () => {
    const servers = new Servers('asked=yes');
    const step = preferStep(WATCHED);
    assert.equal((await step.observe(servers.hand)).state, 'done');
    servers.heard = { [CANDIDATE]: 100, [OTHER]: 100 };
    assert.equal((await step.observe(servers.hand)).state, 'todo');
    servers.heard = { [CANDIDATE]: 1, [OTHER]: 1 };
    assert.match((await step.observe(servers.hand)).evidence, /may prefer queue-2/u);
    await step.undo?.act(servers.hand);
    assert.deepEqual(servers.priorities, ['queue-1 100']);
  });
});

describe('what a switchover under Sentinel leaves behind', () => {
  it('is nothing: the fence goes once the old primary follows, and the priority comes back', async () => {
    const servers = new Servers('asked=yes');
    await assert.rejects(liftStep(WATCHED).act(servers.hand), /queue-0 does not follow yet/u);
    assert.equal(servers.fenced, true);
    servers.primary = CANDIDATE;
    await liftStep(WATCHED).act(servers.hand);
    assert.equal(servers.fenced, false);
    assert.deepEqual(servers.priorities, ['queue-1 100']);
    assert.equal((await liftStep(WATCHED).observe(servers.hand)).state, 'done');
  });
});
