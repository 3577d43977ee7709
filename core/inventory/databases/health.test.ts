import assert from 'node:assert/strict';
import type { LiveMember, LiveStorage } from '../model.ts';
import { judge } from './health.ts';
import type { Signs } from './health.ts';

const member = (name: string, more: Partial<LiveMember> = {}): LiveMember => ({
  pod: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name, uid: name },
  ordinal: undefined,
  phase: 'Running',
  trouble: undefined,
  ready: true,
  restarts: 0,
  node: undefined,
  zone: undefined,
  started: undefined,
  role: 'unknown',
  writable: undefined,
  version: undefined,
  position: undefined,
  history: undefined,
  upstream: undefined,
  streaming: undefined,
  lag: undefined,
  followers: [],
  flush: undefined,
  remarks: [],
  asked: { state: 'never', by: undefined, why: undefined, at: undefined },
  ...more,
});

const ANSWERED = { state: 'answered', by: 'engine', why: undefined, at: 1 } as const;
const primary = (name: string, more: Partial<LiveMember> = {}): LiveMember =>
  member(name, { role: 'primary', writable: true, asked: ANSWERED, ...more });
const replica = (name: string, more: Partial<LiveMember> = {}): LiveMember =>
  member(name, { role: 'replica', writable: false, streaming: true, asked: ANSWERED, ...more });

const storage = (more: Partial<LiveStorage>): LiveStorage => ({
  claim: undefined,
  label: 'data-db-0',
  members: ['db-0'],
  data: true,
  phase: 'Bound',
  storageClass: undefined,
  volume: undefined,
  reclaimPolicy: undefined,
  accessModes: [],
  requested: undefined,
  capacity: undefined,
  used: undefined,
  available: undefined,
  usedWhy: undefined,
  ...more,
});

const signs = (members: readonly LiveMember[], more: Partial<Signs> = {}): Signs => ({
  alarms: [],
  desired: members.length,
  members,
  storage: [],
  singleWriter: true,
  calledPrimary: [],
  apart: false,
  remarks: [],
  seesPods: true,
  ...more,
});

const told = (one: Signs): string => {
  const { health, reasons } = judge(one);
  return [health, ...reasons].join(' | ');
};

describe('the health of a database', () => {
  it('is healthy where nothing is known to be wrong', () => {
    assert.equal(told(signs([primary('db-0'), replica('db-1')])), 'healthy');
    assert.equal(told(signs([member('db-0'), member('db-1')])), 'healthy', 'what nobody could ask is not bad');
  });

  it('tells stopped, down, degraded and unknown apart', () => {
    assert.match(told(signs([], { desired: 0 })), /^stopped/u);
    assert.match(told(signs([], { desired: 2 })), /^down \| It has no pod\.$/u);
    const crashing = member('db-0', { ready: false, trouble: 'CrashLoopBackOff' });
    assert.equal(
      told(signs([crashing])),
      'down | No member is ready. | db-0 crashes again and again (CrashLoopBackOff).',
    );
    assert.equal(
      told(signs([primary('db-0'), member('db-1', { ready: false })])),
      'degraded | 1 of 2 members are ready: db-1 is not.',
    );
    assert.match(told(signs([], { desired: 2, seesPods: false })), /^unknown/u);
  });

  it('says who is missing after a rollout left a pod ending', () => {
    const ending = member('db-0', { ready: false, trouble: 'Terminating' });
    assert.equal(
      told(signs([ending, primary('db-1')])),
      'degraded | 1 of 2 members are ready. | db-0 is being ended (Terminating).',
    );
  });

  it('says that nobody accepts writes, unless the primary is elsewhere', () => {
    assert.match(told(signs([replica('db-0'), replica('db-1')])), /^down \| No member accepts writes/u);
    const followers = [replica('db-0', { upstream: 'main.other:5432' }), replica('db-1', { upstream: 'db-0' })];
    assert.equal(told(signs(followers)), 'healthy');
    assert.match(
      told(signs([replica('db-0', { upstream: 'db-1.db:5432' }), replica('db-1', { upstream: 'db-0.db' })])),
      /^down/u,
    );
    assert.equal(
      told(signs([replica('db-0'), member('db-1')])),
      'healthy',
      'the one that was not asked may be the primary',
    );
  });

  it('names replicas that do not stream or are far behind, and a primary that takes no writes', () => {
    assert.match(
      told(signs([primary('db-0'), replica('db-1', { streaming: false })])),
      /degraded \| db-1 receives no changes/u,
    );
    assert.match(told(signs([primary('db-0'), replica('db-1', { lag: { seconds: 600 } })])), /db-1 is 10 min behind/u);
    assert.equal(told(signs([primary('db-0'), replica('db-1', { lag: { seconds: 3 } })])), 'healthy');
    assert.match(told(signs([primary('db-0', { writable: false })])), /takes no writes/u);
  });

  it('names a label that lies, and two of them', () => {
    const members = [primary('db-0'), replica('db-1')];
    assert.match(told(signs(members, { calledPrimary: ['db-1'] })), /db-1 is called primary, but db-0 is the one/u);
    assert.match(
      told(signs(members, { calledPrimary: ['db-0', 'db-1'] })),
      /db-0 and db-1 are called primary at once/u,
    );
    assert.equal(told(signs(members, { calledPrimary: ['db-0'] })), 'healthy');
  });

  it('takes caches that do not replicate for what they are', () => {
    const caches = [primary('a'), primary('b')];
    assert.match(
      told(signs(caches, { apart: true, calledPrimary: ['a', 'b'] })),
      /^degraded \| a and b each keep data of their own/u,
    );
  });

  it('says which volumes are full, lost, missing or waited for', () => {
    const of = (more: Partial<LiveStorage>): string => told(signs([primary('db-0')], { storage: [storage(more)] }));
    assert.match(of({ used: 95, available: 5 }), /data-db-0 is 95 % full/u);
    assert.match(of({ used: 95, capacity: 100 }), /95 % full/u);
    assert.deepEqual([of({ used: 50, available: 50 }), of({ used: undefined, capacity: 100 })], ['healthy', 'healthy']);
    assert.match(of({ phase: 'Lost' }), /has lost its volume/u);
    assert.match(of({ phase: 'Missing' }), /does not exist/u);
    assert.match(of({ phase: 'Pending' }), /waits for a volume/u);
    assert.equal(
      of({ phase: 'Pending', members: [] }),
      'healthy',
      'a claim that nobody mounts may wait for its first pod',
    );
  });

  it('puts an alarm above all', () => {
    const alarm = { id: 'two-writers', message: 'Two write.', members: ['a', 'b'], since: 1 } as const;
    assert.match(told(signs([], { desired: 0, alarms: [alarm] })), /^alarm \| Two write\./u);
  });
});
