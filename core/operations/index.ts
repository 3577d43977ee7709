import { addStandbyOperation } from './add-standby/add-standby.ts';
import { learntBackup, learntTest, noting } from '../backups/cache-operation.ts';
import { backupOperation, type BackupTools } from './backup/backup.ts';
import { failoverOperation } from './failover/failover.ts';
import { fenceOperation } from './fence/fence.ts';
import { unfenceOperation } from './fence/unfence.ts';
import { pruneOperation } from './prune/prune.ts';
import { rejoinOperation } from './rejoin/rejoin.ts';
import { removeStandbyOperation } from './remove-standby/remove-standby.ts';
import { restartOperation } from './restart/restart.ts';
import { restoreOperation } from './restore/restore.ts';
import { verifyBackupOperation } from './restore/verify-backup.ts';
import { withSnapshots } from './snapshot/by-method.ts';
import { scheduleOperation } from './schedule/schedule.ts';
import { unscheduleOperation } from './schedule/unschedule.ts';
import { lookingFirst } from './start/look-before.ts';
import { startOperation } from './start/start.ts';
import { pausingOwners, tellingOwners } from './stop/owners.ts';
import { stopOperation } from './stop/stop.ts';
import { switchoverOperation } from './switchover/switchover.ts';
import type { Operation } from '../runner/plan.ts';

/** Every operation that there is. Each stands in a file of its own. */
export const OPERATIONS: readonly Operation[] = [
  pausingOwners(stopOperation),
  tellingOwners(lookingFirst(startOperation)),
  restartOperation,
  switchoverOperation,
  failoverOperation,
  fenceOperation,
  unfenceOperation,
  rejoinOperation,
  addStandbyOperation,
  removeStandbyOperation,
  unscheduleOperation,
];

/** The operations that move data; they want the mover's bundle, and the name under which Plinth signs a manifest. */
export function dataOperations(tools: BackupTools): readonly Operation[] {
  return [
    withSnapshots(noting(backupOperation(tools), learntBackup), tools),
    withSnapshots(noting(verifyBackupOperation(tools), learntTest), tools),
    withSnapshots(restoreOperation(tools), tools),
    withSnapshots(pruneOperation(tools), tools),
    scheduleOperation(tools),
  ];
}
