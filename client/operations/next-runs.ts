import { Cron } from 'croner';
import { BadSchedule, cronFields, isTimeZone } from '../../engines/model/cron.ts';

/** The next runs of a schedule, in milliseconds since 1970, or in plain words what is wrong with it. `now` in milliseconds since 1970. */
export function nextRuns(schedule: string, timeZone: string, now: number, count: number): readonly number[] | string {
  if (!isTimeZone(timeZone)) return `«${timeZone.slice(0, 60)}» is no time zone that is known here.`;
  try {
    const cron = new Cron(cronFields(schedule), { paused: true, mode: '5-part', timezone: timeZone });
    return cron.nextRuns(count, new Date(now)).map((run) => run.getTime());
  } catch (error) {
    if (error instanceof BadSchedule) return error.message;
    throw error;
  }
}
