import type { BackupJob } from '../../../engines/model/database.ts';
import type { Rule } from '../rule.ts';
import { clientOlderThanServer } from './client-older-than-server.ts';
import { discarded } from './discarded.ts';
import { doesNothing } from './does-nothing.ts';
import { failuresForgotten } from './failures-forgotten.ts';
import { inconsistent, inconsistentCopy } from './inconsistent.ts';
import { invalidSchedule } from './invalid-schedule.ts';
import { missesRpo } from './misses-rpo.ts';
import { missingDirectory } from './missing-directory.ts';
import { noDeadline } from './no-deadline.ts';
import { noHost } from './no-host.ts';
import { noRetention } from './no-retention.ts';
import { none } from './none.ts';
import { overlapping } from './overlapping.ts';
import { overwritesLast } from './overwrites-last.ts';
import { partial } from './partial.ts';
import { pipeHidesFailure } from './pipe-hides-failure.ts';
import { sameVolume } from './same-volume.ts';
import { suspended } from './suspended.ts';
import { undefinedVariable } from './undefined-variable.ts';
import { worldReadable } from './world-readable.ts';

/** Whether what is lost can be had back. */
export const backupsRules: readonly Rule[] = [inconsistentCopy, missesRpo, none];

/** Whether the job that is meant to back a database up does so. */
export const backupsBackupRules: readonly Rule<BackupJob>[] = [
  clientOlderThanServer,
  discarded,
  doesNothing,
  failuresForgotten,
  inconsistent,
  invalidSchedule,
  missingDirectory,
  noDeadline,
  noHost,
  noRetention,
  overlapping,
  overwritesLast,
  partial,
  pipeHidesFailure,
  sameVolume,
  suspended,
  undefinedVariable,
  worldReadable,
];
