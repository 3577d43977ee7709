import { backupOperation, type BackupTools } from './backup.ts';
import { restoreOperation } from './restore.ts';
import { verifyBackupOperation } from './verify-backup.ts';
import type { Operation } from '../runner/plan.ts';

/** Every operation that there is. Each stands in a file of its own. */
export const OPERATIONS: readonly Operation[] = [];

/** The operations that move data; they want the mover's bundle, and the name under which Plinth signs a manifest. */
export function dataOperations(tools: BackupTools): readonly Operation[] {
  return [backupOperation(tools), verifyBackupOperation(tools), restoreOperation(tools)];
}
