import assert from 'node:assert/strict';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import type { Operation, OperationId } from '../../core/runner/plan.ts';
import { database, member, object } from '../../test/support/live.ts';
import { offered } from './offered.ts';

const never = (): never => {
  throw new Error('nobody plans here');
};
const register = (...ids: OperationId[]): readonly Operation[] => ids.map((id) => ({ id, title: id, plan: never }));
const methods = (engine: string): readonly { method: 'logical'; consistency: 'application'; leavesOut: [] }[] =>
  engine === 'postgresql' ? [{ method: 'logical', consistency: 'application', leavesOut: [] }] : [];
const core = { operations: register('backup', 'stop', 'start'), methods };

const of = (change: Partial<LiveDatabase>): readonly OperationId[] => offered(core, { ...database(), ...change });

describe('operations that a menu offers', () => {
  it('are those of the register', () => {
    assert.deepEqual(of({}), ['backup', 'stop']);
    assert.deepEqual(offered({ operations: register('backup'), methods }, database()), ['backup']);
  });

  it('fit what runs, or what is stopped', () => {
    assert.deepEqual(of({ health: 'stopped' }), ['start']);
    assert.deepEqual(of({ health: 'degraded' }), ['backup', 'stop']);
  });

  it('are only a switchover where somebody else is in charge of the roles', () => {
    const both = { operations: register('backup', 'switchover'), methods };
    assert.deepEqual(offered(both, database('postgres', { flavour: 'patroni' })), ['switchover']);
    assert.deepEqual(offered(both, database('mongo', { flavour: 'replica-set', engine: 'mongodb' })), ['switchover']);
    assert.deepEqual(offered(both, database('mongo', { flavour: 'galera', engine: 'mariadb' })), []);
  });

  it('let a standby come where Plinth knows how, and go where there is one', () => {
    const both = { operations: register('add-standby', 'remove-standby'), methods: () => methods('postgresql') };
    assert.deepEqual(offered(both, database()), ['add-standby', 'remove-standby']);
    assert.deepEqual(offered(both, database('one', { members: [member('one-0', { role: 'primary' })] })), [
      'add-standby',
    ]);
    assert.deepEqual(offered(both, database('postgres', { flavour: 'patroni' })), ['add-standby', 'remove-standby']);
    assert.deepEqual(offered(both, database('mongo', { flavour: 'replica-set', engine: 'mongodb' })), []);
    assert.deepEqual(offered(both, database('postgres', { health: 'stopped' })), []);
  });

  it('fence one member at a time, and unfence where one is fenced', () => {
    const both = { operations: register('fence', 'unfence'), methods };
    assert.deepEqual(offered(both, database()), ['fence']);
    assert.deepEqual(offered(both, database('postgres', { fenced: 'postgres-1' })), ['unfence']);
    assert.deepEqual(offered(both, database('postgres', { health: 'stopped' })), []);
  });

  it('let a member follow again where one is fenced, or receives nothing', () => {
    const one = { operations: register('rejoin'), methods };
    assert.deepEqual(offered(one, database()), []);
    assert.deepEqual(offered(one, database('postgres', { fenced: 'postgres-1' })), ['rejoin']);
    const lost = { members: [member('postgres-0'), member('postgres-1', { role: 'replica', streaming: false })] };
    assert.deepEqual(offered(one, database('postgres', lost)), ['rejoin']);
  });

  it('change who leads only where there is a replica', () => {
    const both = { operations: register('switchover', 'failover'), methods };
    const replicated = database('postgres', {
      members: [member('postgres-0'), member('postgres-1', { role: 'replica' })],
    });
    assert.deepEqual(offered(both, replicated), ['switchover', 'failover']);
    assert.deepEqual(offered(both, database('postgres', { members: [member('postgres-0', { role: 'primary' })] })), []);
    assert.deepEqual(offered(both, { ...replicated, health: 'stopped' }), []);
  });

  it('are none where somebody else is in charge, or the engine’s ways are not known', () => {
    assert.deepEqual(of({ flavour: 'operator:cloudnative-pg' }), []);
    assert.deepEqual(of({ flavour: 'patroni' }), []);
    assert.deepEqual(of({ engine: 'mongodb' }), []);
    assert.deepEqual(of({ workload: object('Deployment', 'postgres') }), []);
    assert.deepEqual(of({ flavour: 'sentinel' }), ['backup', 'stop']);
  });
});
