import type { MigrationHook } from '../../core/backups/before-migration.ts';
import type { BackupRole } from '../../core/backups/roles.ts';
import type { WhereOptions } from './where-options.ts';

/** What `plinth migration-backup` takes, beside the options of a backup. */
export interface MigrationOptions extends WhereOptions {
  readonly hook: MigrationHook;
}

/** What `plinth backup-role` takes. */
export interface RoleOptions extends WhereOptions {
  readonly role: BackupRole;
  readonly user?: readonly string[];
  readonly group?: readonly string[];
  readonly serviceAccount?: readonly string[];
}
