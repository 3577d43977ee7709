import assert from 'node:assert/strict';
import type { LiveBackup } from '../../core/inventory/model.ts';
import { context, database, FakeView, NOW, object } from '../../test/support/live.ts';
import { contextRules } from '../preferences/context-rules.ts';
import type { Store } from '../preferences/preferences.ts';
import { failedRuns, FailureBell } from './failed-runs.ts';

const run = (over: Partial<LiveBackup> = {}): LiveBackup => ({
  object: object('CronJob', 'nightly'),
  form: 'cron-job',
  schedule: '0 3 * * *',
  suspended: false,
  last: NOW,
  result: 'failed',
  lastSuccess: undefined,
  ...over,
});

const seen = (backup: LiveBackup, setting: unknown = {}): ReturnType<typeof failedRuns> => {
  const view = new FakeView(context(), [database('orders', { backups: [backup] })]);
  return failedRuns([{ context: view.context, rules: contextRules(setting, view.context.name), view }]);
};

const memory = (): Store => {
  const map = new Map<string, unknown>();
  return { get: (key) => map.get(key), update: (key, value) => map.set(key, value) };
};

describe('scheduled runs that failed', () => {
  it('are those of schedules that go, in contexts that are shown', () => {
    assert.deepEqual(
      seen(run()).map(({ database: { name }, what, run: { object: by } }) => [name, what, by.name]),
      [['orders', 'backup', 'nightly']],
    );
    assert.deepEqual(seen(run({ suspended: true })), []);
    assert.deepEqual(seen(run({ result: 'succeeded' })), []);
    assert.deepEqual(seen(run({ result: undefined })), []);
    assert.deepEqual(seen(run({ form: 'job' })), []);
    assert.deepEqual(seen(run(), { practice: { hidden: true } }), []);
  });

  it('are also stops and starts by the clock', () => {
    const hours = {
      ...run({ object: object('CronJob', 'plinth-stop-orders') }),
      act: 'stop',
      timeZone: undefined,
    } as const;
    const of = (one: Partial<typeof hours>): readonly string[] => {
      const view = new FakeView(context(), [database('orders', { hours: [{ ...hours, ...one }] })]);
      const failed = failedRuns([{ context: view.context, rules: contextRules({}, view.context.name), view }]);
      return failed.map(({ what, run: { object: by } }) => `${what} ${by.name}`);
    };
    assert.deepEqual(of({}), ['stop plinth-stop-orders']);
    assert.deepEqual(of({ suspended: true }), []);
  });

  it('are told once each, also by another window later', () => {
    const store = memory();
    const bell = new FailureBell(store);
    assert.equal(bell.fresh(seen(run())).length, 1);
    assert.equal(bell.fresh(seen(run())).length, 0);
    assert.equal(new FailureBell(store).fresh(seen(run())).length, 0);
    assert.equal(bell.fresh(seen(run({ last: NOW + 86_400_000 }))).length, 1);
  });
});
