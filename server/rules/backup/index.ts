import type { BackupJob } from '../../../engines/model/database.ts';
import type { Rule } from '../rule.ts';
import { discarded } from './discarded.ts';
import { doesNothing } from './does-nothing.ts';
import { failuresForgotten } from './failures-forgotten.ts';
import { inconsistent } from './inconsistent.ts';
import { invalidSchedule } from './invalid-schedule.ts';
import { missesRpo } from './misses-rpo.ts';
import { noDeadline } from './no-deadline.ts';
import { noHost } from './no-host.ts';
import { none } from './none.ts';
import { overlapping } from './overlapping.ts';
import { pipeHidesFailure } from './pipe-hides-failure.ts';
import { suspended } from './suspended.ts';
import { undefinedVariable } from './undefined-variable.ts';
import { worldReadable } from './world-readable.ts';

/** Whether what is lost can be had back. */
export const backupsRules: readonly Rule[] = [missesRpo, none];

/** Whether the job that is meant to back a database up does so. */
export const backupsBackupRules: readonly Rule<BackupJob>[] = [
  discarded,
  doesNothing,
  failuresForgotten,
  inconsistent,
  invalidSchedule,
  noDeadline,
  noHost,
  overlapping,
  pipeHidesFailure,
  suspended,
  undefinedVariable,
  worldReadable,
];
