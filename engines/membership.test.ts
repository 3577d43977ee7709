import assert from 'node:assert/strict';
import type { RestFacts } from './model/stopping.ts';
import type { EngineId } from './model/engine.ts';
import { membershipEngineOf } from './membership.ts';

/** Why a set of this engine cannot do without orders-2, with so many replicas left. */
function against(engine: EngineId, primary: RestFacts, left: number): readonly string[] {
  const one = membershipEngineOf(engine);
  assert.ok(one);
  return one.cannotLeave(primary, undefined, 'orders-2', left).map(({ evidence }) => evidence);
}

describe('a replica that goes', () => {
  const redis = { min: '0', max: '10', sentinels: '0' };

  it('is not let go where Redis or Valkey would refuse writes, or Sentinels watch (R15)', () => {
    for (const engine of ['redis', 'valkey'] as const) {
      assert.match(against(engine, { ...redis, min: '2' }, 1).join(), /min-replicas-to-write: 2, left .*: 1/u);
      assert.match(against(engine, { ...redis, sentinels: '3' }, 1).join(), /Sentinels that watch the primary: 3/u);
      assert.equal(against(engine, {}, 1).length, 2, 'what nobody knows is not fine');
    }
  });

  it('is let go where Redis or Valkey has enough of them, or asks for none', () => {
    for (const engine of ['redis', 'valkey'] as const) {
      assert.deepEqual(against(engine, redis, 0), []);
      assert.deepEqual(against(engine, { ...redis, min: '1' }, 1), []);
      assert.deepEqual(against(engine, { ...redis, min: '2', max: '0' }, 1), []);
    }
  });

  it('is not let go where semi-synchronous commits would wait for it (R15)', () => {
    const mysql = { rpl_semi_sync_source_enabled: 'ON', rpl_semi_sync_source_wait_for_replica_count: '2' };
    assert.match(against('mysql', mysql, 1).join(), /waits for 2, left .*: 1/u);
    assert.match(against('mariadb', { rpl_semi_sync_master_enabled: 'ON' }, 0).join(), /waits for 1/u);
  });

  it('is let go where enough are left for semi-synchronous commits, or none wait', () => {
    const mysql = { rpl_semi_sync_source_enabled: 'ON', rpl_semi_sync_source_wait_for_replica_count: '1' };
    assert.deepEqual(against('mysql', mysql, 1), []);
    assert.deepEqual(against('mysql', { ...mysql, rpl_semi_sync_source_enabled: 'OFF' }, 0), []);
    assert.deepEqual(against('mariadb', {}, 0), []);
  });
});
