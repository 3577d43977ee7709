import type { Schedule } from '../../backups/job.ts';
import type { Retention } from '../../backups/retention.ts';
import { BadSchedule, cronFields, isTimeZone } from '../../../engines/model/cron.ts';
import { BadParameter, type Parameters } from '../../runner/plan.ts';
import { parseBackupParameters, type BackupParameters } from '../backup/parameters.ts';
import { readRetention } from '../prune/parameters.ts';

/** What a person says about scheduled backups: how each is made, when, and what stays. */
export interface ScheduleParameters {
  readonly backup: BackupParameters;
  /** `schedule` (five fields of cron, required), `timeZone` (default `Etc/UTC`), `suspended` (default false). */
  readonly schedule: Schedule;
  /** `last`, `daily`, `weekly`, `monthly`, `days`: kept to after each run. Undefined: nothing is ever removed. */
  readonly retention: Retention | undefined;
}

const OWN: readonly string[] = ['schedule', 'timeZone', 'suspended', 'last', 'daily', 'weekly', 'monthly', 'days'];

/** Reads the parameters of `schedule-backups`: these, and all of a backup's. Throws {@link BadParameter}. */
export function parseScheduleParameters(parameters: Parameters): ScheduleParameters {
  const { schedule, timeZone = 'Etc/UTC', suspended = false } = parameters;
  const backup = parseBackupParameters(
    Object.fromEntries(Object.entries(parameters).filter(([key]) => !OWN.includes(key))),
  );
  if (typeof schedule !== 'string')
    throw new BadParameter('«schedule» is five fields of cron, like 0 3 * * * for 03:00 each day.');
  try {
    cronFields(schedule);
  } catch (error) {
    if (!(error instanceof BadSchedule)) throw error;
    throw new BadParameter(`«schedule»: ${error.message}`);
  }
  if (typeof timeZone !== 'string' || !isTimeZone(timeZone))
    throw new BadParameter('«timeZone» is the name of a time zone, like Europe/Zurich.');
  if (typeof suspended !== 'boolean') throw new BadParameter('«suspended» is true or false.');
  return { backup, schedule: { cron: schedule.trim(), timeZone, suspended }, retention: readRetention(parameters) };
}
