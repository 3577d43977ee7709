import assert from 'node:assert/strict';
import { BadSchedule, cronFields, isTimeZone, longestPause } from './cron.ts';

describe('schedules of CronJobs', () => {
  for (const [schedule, hours] of [
    ['0 3 * * *', 24],
    ['* * * * *', 1 / 60],
    ['5/20 * * * *', 1 / 3],
    ['*/5 9-17 * * 1-5', 63 + 5 / 60],
    ['0 3 * * MON-FRI', 72],
    ['0 0,6 * * *', 18],
    ['@hourly', 1],
    ['@monthly', 31 * 24],
    ['15 2 1,15 * *', 17 * 24],
    ['30 4 ? * 0', 7 * 24],
  ] as const)
    it(`${schedule} pauses for ${hours.toFixed(2)} h at most`, () => {
      assert.equal(Math.round(longestPause(schedule) ?? 0), Math.round(hours * 3_600));
    });

  it('what runs once in more than a year has no pause that is known', () => {
    assert.equal(longestPause('0 0 29 2 *'), undefined);
  });

  for (const schedule of ['', '0 3 * *', '0 3 * * * *', '0 3 * * 7', '0 3 L * *', '60 3 * * *', '*/0 * * * *', 'never'])
    it(`«${schedule}» is none`, () => assert.throws(() => cronFields(schedule), BadSchedule));

  it('has its time zone in a field of its own', () => {
    assert.throws(() => cronFields('TZ=Europe/Zurich 0 3 * * *'), /timeZone/u);
    assert.deepEqual(
      [isTimeZone('Europe/Zurich'), isTimeZone('Etc/UTC'), isTimeZone('Mars/Olympus')],
      [true, true, false],
    );
  });
});
