import assert from 'node:assert/strict';
import { MemoryCluster, type Fault } from '../../../test/runner/memory-cluster.ts';
import { on, planOf, switchStep, withSwitches } from '../../../test/runner/switches.ts';
import { VirtualClock } from '../../../test/runner/virtual-clock.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Plan, Step } from '../../runner/index.ts';
import { requestFor } from '../request.ts';
import type { Post } from './post.ts';
import { serve, type Outcome } from './serve.ts';

/** Two runners of a plan on a fake cluster; a pod is killed by its fault. */
class Pair {
  readonly cluster = withSwitches(new MemoryCluster());
  readonly clock = new VirtualClock();
  readonly said: string[] = [];
  readonly #plan: Plan;
  readonly #confirmed: Plan;
  readonly #ready = new Set<boolean>();

  constructor(steps: readonly Step[], confirmed = steps) {
    this.#plan = planOf(steps);
    this.#confirmed = planOf(confirmed);
  }

  pod(first: boolean, fault?: Fault): Post {
    return {
      connection: this.cluster.connect(fault),
      clock: this.clock.times,
      request: requestFor({ plan: this.#confirmed, id: 'abcd2345', by: 'anna' }, 'test'),
      holder: first ? 'pod-0' : 'pod-1',
      first,
      plan: () => Promise.resolve(this.#plan),
      ready: () => Promise.resolve(void this.#ready.add(first)),
      partner: () => Promise.resolve(this.#ready.has(!first) ? undefined : 'not ready'),
      say: (text) => this.said.push(`${first ? 0 : 1} ${text}`),
      heard: () => undefined,
    };
  }

  both(fault?: Fault): Promise<readonly Outcome[]> {
    return this.clock.during(Promise.all([serve(this.pod(true, fault)), serve(this.pod(false))]));
  }
}

const phaseOf = (outcome: Outcome | undefined): string =>
  outcome !== undefined && 'record' in outcome ? (outcome.record?.phase ?? 'none') : JSON.stringify(outcome);

const [a, c] = [switchStep('a'), switchStep('c')];
/** Takes writes away, and sleeps before it. */
const away = (seconds: number, deadline: number): Step => {
  const b = switchStep('b', { act: (hand) => hand.sleep(seconds * 1000).then(() => switchStep('b').act(hand)) });
  return { ...b, removesWrites: true, deadline };
};

describe('two runner pods', () => {
  it('run a plan once', async () => {
    const pair = new Pair([a, away(5, 60), c]);
    assert.deepEqual((await pair.both()).map(phaseOf), ['done', 'done']);
    assert.equal(on(pair.cluster), 'a b c');
    assert.equal(pair.said.filter((line) => line.includes('begins the operation')).length, 1);
  });

  it('take one another’s place: when the leader hears and says nothing any more, the other goes on', async () => {
    const pair = new Pair([a, away(5, 120), c]);
    let dead = false;
    const fault: Fault = ({ verb, name }) => {
      dead ||= verb === 'patch' && name === 'switches' && on(pair.cluster) === 'a';
      if (dead) throw new ClusterTrouble('unreachable', 'cut off');
    };
    const began = pair.clock.now();
    const second = serve(pair.pod(false));
    void serve(pair.pod(true, fault)).catch(() => undefined);
    const outcome = await pair.clock.during(second);
    assert.equal(phaseOf(outcome), 'done', pair.said.join('\n'));
    assert.equal(on(pair.cluster), 'a b c');
    assert.ok(pair.said.some((line) => line.startsWith('1 Nobody leads the operation any more')));
    assert.ok(pair.clock.now() - began < 60_000);
  });

  it('take back what took writes away for longer than its deadline', async () => {
    const pair = new Pair([a, away(200, 40), c]);
    let dead = false;
    const fault: Fault = ({ name }) => {
      const journal = pair.cluster.object('ConfigMap', 'plinth-op-abcd2345');
      dead ||= name === 'plinth-orders' && JSON.stringify(journal ?? '').includes('Turn b on');
      if (dead && on(pair.cluster) === 'a') throw new ClusterTrouble('unreachable', 'cut off');
    };
    const second = serve(pair.pod(false));
    void serve(pair.pod(true, fault)).catch(() => undefined);
    const outcome = await pair.clock.during(second);
    assert.equal(phaseOf(outcome), 'rolled-back', pair.said.join('\n'));
    assert.equal(on(pair.cluster), '');
  });

  it('begin nothing that is not what was confirmed', async () => {
    const pair = new Pair([a, c], [a, away(1, 60), c]);
    const outcome = await pair.clock.during(serve(pair.pod(true)));
    assert.ok('refusals' in outcome);
    assert.match(outcome.refusals[0]?.evidence ?? '', /step 2 is now «Turn c on»/u);
    assert.equal(on(pair.cluster), '');
  });

  it('begin nothing that takes writes away while nobody stands by', async () => {
    const pair = new Pair([away(1, 60)]);
    const outcome = await pair.clock.during(serve(pair.pod(true)));
    assert.ok('refusals' in outcome);
    assert.match(outcome.refusals[0]?.what ?? '', /second runner pod/u);
    assert.equal(on(pair.cluster), '');
  });

  it('leave alone what has ended before they came', async () => {
    const pair = new Pair([a]);
    const first = await pair.clock.during(serve(pair.pod(true)));
    const again = await pair.clock.during(serve(pair.pod(true)));
    assert.deepEqual([phaseOf(first), phaseOf(again)], ['done', 'done']);
    assert.equal(pair.said.filter((line) => line.includes('begins the operation')).length, 1);
  });
});
