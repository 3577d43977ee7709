import assert from 'node:assert/strict';
import type { RestFacts } from '../model/stopping.ts';
import type { Unfit } from '../model/switching.ts';
import { REDIS } from './facts.ts';
import { switchingOf } from './switching.ts';

const { cannotHandOver, cannotTakeOver } = switchingOf(REDIS);

const PRIMARY: RestFacts = {
  version: '7.0.15',
  mode: 'standalone',
  history: 'cafebf5cae116ea4d0456932e4cc41159fd62142',
  failover: 'no-failover',
  loading: '0',
  role: 'primary',
  position: '2000000',
  writable: 'yes',
  min: '0',
  max: '10',
  readonly: 'yes',
  priority: '100',
  persists: 'yes',
  saves: 'ok ok',
  lasting: 'yes',
  memory: '1042672',
  limit: '0',
  policy: 'noeviction',
  sentinels: '0',
  config: '/data/redis.conf',
  config_lasts: 'yes',
  rewritable: 'yes',
  kept: 'yes',
};

const REPLICA: RestFacts = { ...PRIMARY, role: 'replica', writable: 'no', streaming: 'up', upstream: 'db-0.db:6379' };

/** Why a replica that differs in these facts may not take over. */
const against = (changed: RestFacts): readonly Unfit[] => cannotTakeOver(PRIMARY, { ...REPLICA, ...changed });

/** The one refusal of such a replica: its id, and what was seen. */
function only(changed: RestFacts): readonly [id: Unfit['id'], evidence: string] {
  const [first, ...rest] = against(changed);
  assert.ok(first);
  assert.deepEqual(rest, []);
  assert.notEqual(first.wayOut, '');
  return [first.id, first.evidence];
}

/** What is refused of a primary that differs in these facts. */
const handingOver = (changed: RestFacts): string[] =>
  cannotHandOver({ ...PRIMARY, ...changed }).map(({ id, evidence }) => `${id}: ${evidence}`);

describe('Redis: each refusal of a switchover, and what it leaves alone', () => {
  it('allows a primary and a replica that have all', () => {
    assert.deepEqual(handingOver({}), []);
    assert.deepEqual(against({}), []);
  });

  it('refuses a replica of another stream (R4)', () => {
    assert.deepEqual(
      against({ history: '3b4d5c80c282b8420c9f8ee1660a9b30820b088e' }).map(({ id }) => id),
      ['R4', 'R24'],
    );
  });

  it('refuses a replica without a link, one that is too far behind, and one that is never to lead (R11)', () => {
    assert.deepEqual(only({ streaming: 'down' }), ['R11', 'master_link_status down']);
    assert.deepEqual(only({ position: '951423' }), ['R11', '1048577 bytes; at most 1048576']);
    assert.deepEqual(only({ priority: '0' }), ['R11', 'replica-priority 0']);
  });

  it('allows a replica that is 1 MiB behind, and one that Sentinel would take last', () => {
    assert.deepEqual(against({ position: '951424' }), []);
    assert.deepEqual(against({ priority: '255' }), []);
  });

  it('refuses a member that loads its data or hands over already (R14)', () => {
    assert.deepEqual(handingOver({ loading: '1' }), ['R14: loading 1, failover state no-failover']);
    assert.deepEqual(only({ failover: 'waiting-for-sync' }), ['R14', 'loading 0, failover state waiting-for-sync']);
  });

  it('refuses a member that would accept writes as a replica (R17)', () => {
    assert.deepEqual(handingOver({ readonly: 'no' }), ['R17: replica-read-only no']);
  });

  it('refuses a member that does not keep its data, or cannot write it (R20)', () => {
    assert.deepEqual(handingOver({ persists: 'no' }), ['R20: persistence: no; on a lasting volume: yes']);
    assert.deepEqual(handingOver({ lasting: 'no' }), ['R20: persistence: yes; on a lasting volume: no']);
    assert.deepEqual(only({ saves: 'ok err' }), ['R20', 'last snapshot and append only file: ok err']);
  });

  it('refuses a replica of which nobody knows how far it is behind (R24)', () => {
    assert.deepEqual(only({ position: '' }), ['R24', 'offset ']);
  });

  it('refuses what is older than 7 (R30)', () => {
    assert.deepEqual(handingOver({ version: '6.2.14' }), ['R30: version 6.2.14']);
  });

  it('allows 7.0, and what came after it', () => {
    for (const version of ['7.0.0', '7.4.2', '8.0.1']) assert.deepEqual(handingOver({ version }), []);
  });

  it('refuses a cluster of shards (R30)', () => {
    assert.deepEqual(handingOver({ mode: 'cluster' }), ['R30: mode cluster']);
  });

  it('refuses where Sentinels decide who leads, and says how nothing is lost all the same (R30)', () => {
    const [found, ...rest] = cannotHandOver({ ...PRIMARY, sentinels: '3' });
    assert.deepEqual([found?.id, found?.evidence, rest], ['R30', 'Sentinels that watch {member}: 3', []]);
    const wayOut = found?.wayOut ?? '';
    // By itself Sentinel does not wait: the fence comes first, then the wait, then Sentinel.
    const order = ['min-replicas-to-write', 'slave_repl_offset', 'SENTINEL FAILOVER'].map((word) =>
      wayOut.indexOf(word),
    );
    assert.ok(!order.includes(-1), wayOut);
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      order,
    );
  });

  it('refuses a member whose role would be another one after a restart (R30)', () => {
    assert.deepEqual(handingOver({ fixed: 'replicaof is given at every start' }), [
      'R30: replicaof is given at every start',
    ]);
    assert.match(handingOver({ rewritable: 'no' }).join(), /^R30: .*may be rewritten: no/u);
    assert.match(handingOver({ config_lasts: 'no' }).join(), /^R30: .*on a lasting volume: no/u);
  });

  it('refuses a replica that would throw keys away (R30)', () => {
    assert.match(only({ limit: '1042671' })[1], /^used_memory 1042672, maxmemory 1042671/u);
  });

  it('allows a replica whose limit is as large as what it holds', () => {
    assert.deepEqual(against({ limit: '1042672' }), []);
  });

  it('refuses a replica that would wait for replicas of its own (R30)', () => {
    assert.deepEqual(only({ min: '1' }), ['R30', 'min-replicas-to-write 1']);
  });

  it('allows a primary that waits for replicas, and a replica where that is turned off', () => {
    assert.deepEqual(handingOver({ min: '1' }), []);
    assert.deepEqual(against({ min: '1', max: '0' }), []);
  });
});
