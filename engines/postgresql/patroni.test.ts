import assert from 'node:assert/strict';
import { bytesBetween, formatLsn } from './lsn.ts';
import { patroniLag, readPatroniLeader, readPatroniMember } from './patroni.ts';

const status = (fields: object) =>
  readPatroniMember(
    JSON.stringify({
      conn_url: 'postgres://10.1.0.7:5432/postgres',
      state: 'running',
      version: '3.0.2',
      xlog_location: 50331744,
      timeline: 4,
      ...fields,
    }),
  );

describe('Patroni: what members write into the API', () => {
  it('is a primary by the old word and the new one', () => {
    for (const role of ['master', 'primary'])
      assert.deepEqual(status({ role }), {
        role: 'primary',
        state: 'running',
        running: true,
        position: '0/3000060',
        offset: 50331744,
        history: '4',
      });
  });

  it('is a replica whose stream is known from 3.0.3 on', () => {
    assert.equal(status({ role: 'replica' })?.streaming, undefined);
    assert.equal(status({ role: 'replica', replication_state: 'streaming' })?.streaming, true);
    assert.equal(status({ role: 'replica', replication_state: 'in archive recovery' })?.streaming, false);
    assert.equal(status({ role: 'replica', state: 'start failed' })?.streaming, false);
    assert.equal(status({ role: 'sync_standby', state: 'streaming' })?.streaming, true);
  });

  it('is a replica, too, where it leads a standby cluster', () => {
    const leader = status({ role: 'standby_leader' });
    assert.deepEqual([leader?.role, leader?.leadsStandbys], ['replica', true]);
  });

  it('is nothing of Patroni’s otherwise', () => {
    for (const text of [undefined, '', 'running', '{', '{"state":"running"}', '[]'])
      assert.equal(readPatroniMember(text), undefined);
  });

  it('names the leader and until when its lock holds', () => {
    const leader = readPatroniLeader({
      leader: 'ha-1',
      optime: '50331744',
      renewTime: '2026-11-22T17:32:33.025621+00:00',
      ttl: '20',
      transitions: '0',
    });
    assert.deepEqual(leader, { leader: 'ha-1', offset: 50331744, until: Date.parse('2026-11-22T17:32:53.025Z') });
    assert.deepEqual(readPatroniLeader({ leader: '', renewTime: 'soon', ttl: '20' }), {
      leader: undefined,
      offset: undefined,
      until: undefined,
    });
    assert.equal(readPatroniLeader({ config: '{}' }), undefined);
  });

  it('tells lag in bytes for who streams, and seconds only when there is none', () => {
    const leader = readPatroniLeader({ leader: 'ha-1', optime: '50331844' });
    const replica = status({ role: 'replica', replication_state: 'streaming' })!;
    assert.deepEqual(patroniLag(replica, leader), { bytes: 100 });
    assert.deepEqual(patroniLag(replica, { ...leader!, offset: 50331744 }), { bytes: 0, seconds: 0 });
    assert.equal(patroniLag(status({ role: 'replica' })!, leader), undefined);
    assert.equal(patroniLag(replica, undefined), undefined);
  });
});

describe('PostgreSQL: positions in WAL', () => {
  it('are 64 bits in two halves', () => {
    assert.equal(bytesBetween('0/FFFFFFFF', '1/0'), 1);
    assert.equal(bytesBetween('1/0', '0/FFFFFFFF'), -1);
    assert.equal(bytesBetween('FFFFFFFF/0', 'FFFFFFFF/10'), 16);
    assert.equal(bytesBetween('nonsense', '1/0'), undefined);
    assert.equal(formatLsn(0x1_0800_0028), '1/8000028');
  });
});
