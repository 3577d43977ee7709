import type { BackupJob } from '../../../engines/model/database.ts';
import type { Rule } from '../rule.ts';
import { noAuthentication } from './no-authentication.ts';
import { plainPassword, plainPasswordOfBackup } from './plain-password.ts';
import { runsAsRoot } from './runs-as-root.ts';

/** The area security/: who can read, reach and take over the database. */
export const securityRules: readonly Rule[] = [noAuthentication, plainPassword, runsAsRoot];

/** Those of them that look at backup jobs too. */
export const securityBackupRules: readonly Rule<BackupJob>[] = [plainPasswordOfBackup];
