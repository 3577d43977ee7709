import assert from 'node:assert/strict';
import type { Alarm } from '../../core/inventory/model.ts';
import { database, FakeView, NOW } from '../../test/support/live.ts';
import type { Cluster } from '../cluster/clusters.ts';
import { contextRules } from '../preferences/context-rules.ts';
import { AlarmBell, alarmsOf, downIn } from './alarms.ts';

const alarm = (since: number): Alarm => ({ id: 'two-writers', message: 'a-0 and a-1', members: ['a-0', 'a-1'], since });

const cluster = (view: FakeView, setting: unknown = {}): Cluster => ({
  context: view.context,
  rules: contextRules(setting, view.context.name),
  state: view.state,
  view,
  connection: undefined,
});

describe('alarms', () => {
  it('ring once each, and again when they come anew', () => {
    const view = new FakeView(undefined, [database('a', { alarms: [alarm(NOW)], health: 'alarm' })]);
    const bell = new AlarmBell();
    const ring = (): number => bell.fresh(alarmsOf([cluster(view)])).length;
    assert.deepEqual([ring(), ring()], [1, 0]);
    view.put(database('a'));
    assert.equal(ring(), 0);
    view.put(database('a', { alarms: [alarm(NOW + 60_000)], health: 'alarm' }));
    assert.deepEqual([ring(), ring()], [1, 0]);
  });

  it('are told of hidden contexts, too; what is down there is not counted', () => {
    const view = new FakeView(undefined, [
      database('a', { alarms: [alarm(NOW)], health: 'alarm' }),
      database('b', { health: 'down' }),
    ]);
    assert.equal(downIn([cluster(view)]), 1);
    const hidden = cluster(view, { practice: { hidden: true } });
    assert.equal(alarmsOf([hidden]).length, 1);
    assert.equal(downIn([hidden]), 0);
  });
});
