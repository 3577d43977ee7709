import assert from 'node:assert/strict';
import { readPatroniCluster, type PatroniCluster } from '../../../../engines/postgresql/patroni-control.ts';
import { warningsOf } from './patroni-plan.ts';
import { candidatesOf, unfit } from './patroni.ts';

interface Told {
  readonly name: string;
  readonly role: string;
  readonly state: string;
  readonly timeline?: number;
  readonly lag?: number;
  readonly tags?: { readonly nofailover: boolean };
}

const LEADS: Told = { name: 'orders-0', role: 'leader', state: 'running', timeline: 3 };
const FOLLOWS: Told = { name: 'orders-1', role: 'replica', state: 'streaming', timeline: 3, lag: 0 };
const textOf = (members: readonly Told[], rest: object = {}): string => JSON.stringify({ members, ...rest });
function clusterOf(members: readonly Told[], rest: object = {}): PatroniCluster {
  const cluster = readPatroniCluster(textOf(members, rest));
  assert.ok(cluster);
  return cluster;
}
const against = (cluster: PatroniCluster): string[] =>
  unfit(cluster, 'orders-1').map(({ id, kind }) => `${id} ${kind}`);

describe('a candidate under Patroni', () => {
  it('is fit where it streams on the leader’s timeline and is not behind', () => {
    assert.deepEqual(against(clusterOf([LEADS, FOLLOWS])), []);
  });

  for (const [why, change, id] of [
    ['whose state is not one of a follower', { state: 'start failed' }, 'R11 mend'],
    ['that is never to lead', { tags: { nofailover: true } }, 'R11 mend'],
    ['on another timeline', { timeline: 2 }, 'R11 mend'],
    ['that is too far behind', { lag: 17 * 1024 ** 2 }, 'R11 mend'],
    ['whose lag nobody knows', { lag: undefined }, 'R24 typed'],
  ] as const)
    it(`is refused: one ${why}`, () => {
      assert.deepEqual(against(clusterOf([LEADS, { ...FOLLOWS, ...change } as Told])), [id]);
    });

  it('is refused where it merely runs while another one streams; where none is said to stream it is an old Patroni', () => {
    const runs = { ...FOLLOWS, state: 'running' };
    assert.deepEqual(against(clusterOf([LEADS, runs, { ...FOLLOWS, name: 'orders-2' }])), ['R11 mend']);
    assert.deepEqual(against(clusterOf([LEADS, runs, { ...runs, name: 'orders-2' }])), []);
  });

  it('is refused while Patroni is paused, or has a switchover planned', () => {
    assert.deepEqual(against(clusterOf([LEADS, FOLLOWS], { pause: true })), ['R30 mend']);
    const scheduled = { scheduled_switchover: { at: '2030-01-01T00:00:00+00:00' } };
    assert.deepEqual(against(clusterOf([LEADS, FOLLOWS], scheduled)), ['R9 mend']);
  });

  it('is a synchronous standby where there is one', () => {
    const cluster = clusterOf([LEADS, FOLLOWS, { ...FOLLOWS, name: 'orders-2', role: 'sync_standby' }]);
    assert.deepEqual(
      candidatesOf(cluster).map(({ name }) => name),
      ['orders-2'],
    );
    assert.deepEqual(against(cluster), ['R11 mend']);
  });
});

describe('the plan of a switchover by Patroni', () => {
  const cluster = clusterOf([LEADS, FOLLOWS]);
  const now = 'Now: orders-0: leader, running; orders-1: replica, streaming, 0 bytes behind.';

  it('warns where no Service leads to the leader', () => {
    const [first, second] = warningsOf(cluster, { namespace: 'shop', services: [] }, 'orders-0');
    assert.equal(first, now);
    assert.match(second ?? '', /^No Service leads to the leader alone: clients that go to orders-0/u);
  });

  it('does not where there is one', () => {
    assert.deepEqual(warningsOf(cluster, { namespace: 'shop', services: ['orders'] }, 'orders-0'), [now]);
  });
});
