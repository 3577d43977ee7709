import type { BackupJob } from '../../../engines/model/database.ts';
import type { Rule } from '../rule.ts';
import { invalidSchedule } from './invalid-schedule.ts';
import { missesRpo } from './misses-rpo.ts';
import { none } from './none.ts';
import { noDeadline } from './no-deadline.ts';
import { overlapping } from './overlapping.ts';
import { suspended } from './suspended.ts';

/** Whether what is lost can be had back. */
export const backupsRules: readonly Rule[] = [missesRpo, none];

/** Whether the job that is meant to back a database up does so. */
export const backupsBackupRules: readonly Rule<BackupJob>[] = [invalidSchedule, noDeadline, overlapping, suspended];
