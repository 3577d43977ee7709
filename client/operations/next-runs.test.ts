import assert from 'node:assert/strict';
import { nextRuns } from './next-runs.ts';

const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);
const runs = (schedule: string, timeZone = 'Etc/UTC'): readonly string[] | string => {
  const found = nextRuns(schedule, timeZone, NOW, 3);
  return typeof found === 'string' ? found : found.map((run) => new Date(run).toISOString());
};

describe('the next runs of a schedule', () => {
  it('are those by the clock of its time zone', () => {
    assert.deepEqual(runs('0 3 * * *'), [
      '2026-11-23T03:00:00.000Z',
      '2026-11-24T03:00:00.000Z',
      '2026-11-25T03:00:00.000Z',
    ]);
    assert.equal(runs('0 3 * * *', 'Europe/Zurich')[0], '2026-11-23T02:00:00.000Z');
    assert.equal(runs('@weekly')[0], '2026-11-29T00:00:00.000Z');
  });

  it('say what is wrong', () => {
    assert.match(runs('every night') as string, /is no schedule/u);
    assert.match(runs('0 0 3 * * *') as string, /five fields/u);
    assert.match(runs('0 3 * * *', 'Nowhere') as string, /is no time zone/u);
  });

  it('are none for a day that never comes', () => {
    assert.deepEqual(runs('0 0 30 2 *'), []);
  });
});
