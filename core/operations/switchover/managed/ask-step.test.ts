import assert from 'node:assert/strict';
import { ClusterTrouble } from '../../../cluster/trouble.ts';
import { AWAY_FROM } from '../../../procedures/door/away.ts';
import type { Hand } from '../../../runner/hand.ts';
import { ASKED, askPatroniStep } from './ask-step.ts';

const leads = (leader: string, other: string): string =>
  JSON.stringify({
    members: [
      { name: leader, role: 'leader', state: 'running', timeline: 3 },
      { name: other, role: 'replica', state: 'streaming', timeline: 3, lag: 0 },
    ],
  });

interface Asked {
  readonly requests: number;
  readonly seconds: number;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A request to Patroni, and what was noted by then. */
type Noted = (facts: Readonly<Record<string, unknown>>) => void;

/** Patroni as a step meets it: what it answers to the request, and from when on (seconds after it) the other one leads. */
class Asking {
  readonly facts: Record<string, unknown> = {};
  requests = 0;
  readonly #answer: string | Error;
  readonly #turnedAfter: number;
  readonly #noted: Noted;
  #now = 1_000;
  #askedAt = Infinity;

  constructor(answer: string | Error, turnedAfter: number, noted: Noted = () => undefined) {
    this.#answer = answer;
    this.#turnedAfter = turnedAfter;
    this.#noted = noted;
  }

  async run(): Promise<Asked> {
    const { facts } = this;
    const from = this.#now;
    const hand = {
      facts,
      signal: new AbortController().signal,
      now: () => this.#now,
      sleep: (milliseconds: number) => {
        this.#now += milliseconds;
        // The runner's own deadline of the step.
        return this.#now - from > 300_000 ? Promise.reject(new Error('deadline')) : Promise.resolve();
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
      script: (_: unknown, script: string) => this.#script(script),
    } as unknown as Hand;
    const under = { namespace: 'shop', container: 'postgres', leader: 'orders-0', candidate: 'orders-1' };
    const step = askPatroniStep({ ...under, pods: ['orders-0', 'orders-1'] });
    await step.act(hand);
    assert.equal((await step.observe(hand)).state, 'done');
    return { requests: this.requests, seconds: Math.round((this.#now - from) / 1_000), facts };
  }

  #script(script: string): Promise<{ exitCode: number; stdout: string; stderr: string }> {
    const gave = (stdout: string): { exitCode: number; stdout: string; stderr: string } => ({
      exitCode: 0,
      stdout,
      stderr: '',
    });
    if (!script.includes('/switchover')) {
      const turned = this.#now - this.#askedAt >= this.#turnedAfter * 1_000;
      return Promise.resolve(gave(turned ? leads('orders-1', 'orders-0') : leads('orders-0', 'orders-1')));
    }
    this.#noted({ ...this.facts });
    this.requests += 1;
    this.#askedAt = this.#now;
    return this.#answer instanceof Error ? Promise.reject(this.#answer) : Promise.resolve(gave(this.#answer));
  }
}

const asked = (answer: string | Error, turnedAfter: number, noted?: Noted): Promise<Asked> =>
  new Asking(answer, turnedAfter, noted).run();

describe('Patroni that is asked to switch over', () => {
  const UNKNOWN = 'status=503\nsaid=Switchover status unknown\n';
  const DONE = 'status=200\nsaid=Successfully switched over to "orders-1"\n';

  it('is watched on after «status unknown», asked once only', async () => {
    const { requests, seconds } = await asked(UNKNOWN, 90);
    assert.deepEqual([requests, seconds], [1, 90]);
  });

  it('is watched on where it gave no answer in time', async () => {
    const { requests, seconds } = await asked('status=0\nsaid=TimeoutError\n', 90);
    assert.deepEqual([requests, seconds], [1, 90]);
  });

  it('is watched on where the way to it broke off', async () => {
    const { requests, seconds } = await asked(new ClusterTrouble('timeout', 'no answer in 30 s'), 90);
    assert.deepEqual([requests, seconds], [1, 90]);
  });

  it('is noted as asked before it is', async () => {
    const noted: unknown[] = [];
    await asked(DONE, 0, (facts) => noted.push(facts[ASKED]));
    assert.deepEqual(noted, [1_000]);
  });

  it('is not asked again by a later runner while it is at it', async () => {
    const patroni = new Asking(UNKNOWN, 320);
    await assert.rejects(patroni.run(), /^Error: deadline$/u);
    const { requests, seconds } = await patroni.run();
    assert.equal(requests, 1);
    assert.ok(seconds <= 21, String(seconds));
  });

  it('is asked once more where an earlier runner may have ended right before', async () => {
    const patroni = new Asking(DONE, 0);
    patroni.facts[ASKED] = 500;
    const { requests, seconds } = await patroni.run();
    assert.deepEqual([requests, seconds], [1, 30]);
  });

  it('that says no at once has refused, and nothing has changed', async () => {
    const patroni = new Asking('status=412\nsaid=candidate does not exists\n', Infinity);
    await assert.rejects(
      patroni.run(),
      /^Error: Patroni refused, nothing changed: candidate does not exists \(HTTP 412\)\. orders-0 leads on\.$/u,
    );
    // Who goes on later asks anew, and measures anew.
    assert.deepEqual([patroni.facts[ASKED], patroni.facts[AWAY_FROM]], [undefined, undefined]);
  });

  it('that tried in vain has refused, and nothing has changed; it is waited for whether its old leader goes', async () => {
    const failed = 'status=503\nsaid=Switchover failed\n';
    await assert.rejects(asked(failed, Infinity), /refused, nothing changed: Switchover failed \(HTTP 503\)/u);
    assert.equal((await asked(failed, 20)).seconds, 20);
  });

  it('has not refused where it says no and the other one leads', async () => {
    assert.equal((await asked('status=412\nsaid=leader name does not match\n', 1)).requests, 1);
  });

  it('is not said to have failed by the watcher’s time alone', async () => {
    await assert.rejects(asked(UNKNOWN, Infinity), /^Error: deadline$/u);
  });
});
