import assert from 'node:assert/strict';
import type { EngineContext } from '../../../../engines/model/engine.ts';
import { ClusterTrouble } from '../../../cluster/trouble.ts';
import { AWAY_FROM } from '../../../procedures/door/away.ts';
import type { Hand } from '../../../runner/hand.ts';
import { ASKED } from './ask-step.ts';
import { holdStep, stepDownStep, type InSet } from './step-down-step.ts';

/** A member whose port and reach are known; nothing else of the context is asked. */
const context = {
  variant: 'official',
  settings: new Map(),
  container: { environment: { variables: new Map(), isOpen: false }, ports: [] },
} as unknown as EngineContext;

const PODS = ['orders-0', 'orders-1', 'orders-2'];
const SET: InSet = {
  namespace: 'shop',
  container: 'mongod',
  context,
  leader: 'orders-0',
  candidate: 'orders-1',
  others: ['orders-2'],
  pods: PODS,
};

/** A replica set as the step meets it: what it answers to the request, and who leads so many seconds after it. */
class Replicas {
  readonly facts: Record<string, unknown> = {};
  /** `orders-2 0`: who was told to ask for no election, for how many seconds. */
  readonly frozen: string[] = [];
  requests = 0;
  #now = 1_000_000;
  #askedAt = Infinity;
  readonly #answer: string | Error;
  readonly #leads: (seconds: number) => string | undefined;

  constructor(answer: string | Error, leads: (seconds: number) => string | undefined) {
    this.#answer = answer;
    this.#leads = leads;
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
      script: ({ pod }: { pod: string }, script: string) => this.#script(pod, script),
    } as unknown as Hand;
  }

  #script(pod: string, script: string): Promise<{ exitCode: number; stdout: string; stderr: string }> {
    const gave = (stdout: string) => ({ exitCode: 0, stdout, stderr: '' });
    if (script.includes('replSetFreeze')) {
      this.frozen.push(`${pod} ${/SECONDS='?(\d+)/u.exec(script)?.[1] ?? '?'}`);
      return Promise.resolve(gave(''));
    }
    if (script.includes('replSetStepDown')) {
      this.requests += 1;
      this.#askedAt = this.#now;
      return this.#answer instanceof Error ? Promise.reject(this.#answer) : Promise.resolve(gave(this.#answer));
    }
    const seconds = (this.#now - this.#askedAt) / 1_000;
    const leads = seconds < 0 ? 'orders-0' : this.#leads(seconds);
    const members = PODS.map((name) => ({
      name: `${name}.orders:27017`,
      state: name === leads ? 'PRIMARY' : 'SECONDARY',
      healthy: true,
    }));
    return Promise.resolve(gave(JSON.stringify({ set: 'rs0', members })));
  }
}

const elects =
  (after: number, who: string, until?: string) =>
  (seconds: number): string | undefined =>
    seconds >= after ? who : until;

describe('a primary of a replica set that is asked to step down', () => {
  it('is done when the candidate leads, also where the connection broke off', async () => {
    for (const answer of ['done', new ClusterTrouble('broken', 'the stream ended')]) {
      const replicas = new Replicas(answer, elects(4, 'orders-1'));
      await stepDownStep(SET).act(replicas.hand);
      assert.equal(replicas.requests, 1);
      assert.deepEqual(replicas.frozen, []);
      assert.equal(typeof replicas.facts[AWAY_FROM], 'number');
    }
  });

  it('that refuses has changed nothing; the others are free again', async () => {
    const replicas = new Replicas(
      'refused ExceededTimeLimit: No electable secondaries caught up',
      elects(0, 'orders-0'),
    );
    await assert.rejects(
      stepDownStep(SET).act(replicas.hand),
      /^Error: The replica set refused, nothing changed: ExceededTimeLimit: No electable secondaries caught up\. orders-0 leads on\.$/u,
    );
    assert.deepEqual(replicas.frozen, ['orders-2 0']);
    assert.deepEqual([replicas.facts[ASKED], replicas.facts[AWAY_FROM]], [undefined, undefined]);
  });

  it('leaves nobody without a leader: after 12 s all may be elected, and what was elected is told', async () => {
    const replicas = new Replicas('done', elects(20, 'orders-2'));
    await assert.rejects(
      stepDownStep(SET).act(replicas.hand),
      /^Error: orders-2 leads, and not orders-1: so the replica set has decided\.$/u,
    );
    assert.deepEqual(replicas.frozen, ['orders-2 0', 'orders-0 0']);
  });

  it('is asked once more by a later runner where nobody knows whether it has heard', async () => {
    const replicas = new Replicas('done', elects(1, 'orders-1', 'orders-0'));
    replicas.facts[ASKED] = 990_000;
    await stepDownStep(SET).act(replicas.hand);
    assert.equal(replicas.requests, 1);
    assert.ok(replicas.hand.now() - 1_000_000 >= 50_000);
  });
});

describe('the other secondaries', () => {
  it('are held, and free again on the way back', async () => {
    const replicas = new Replicas('done', elects(0, 'orders-0'));
    const step = holdStep(SET);
    assert.equal((await step.observe(replicas.hand)).state, 'todo');
    await step.act(replicas.hand);
    assert.equal((await step.observe(replicas.hand)).state, 'done');
    await step.undo?.act(replicas.hand);
    assert.deepEqual(replicas.frozen, ['orders-2 120', 'orders-2 0']);
    assert.equal((await step.undo?.verify(replicas.hand))?.state, 'done');
  });
});
