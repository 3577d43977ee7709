import type { BackupJob } from '../../../engines/model/database.ts';
import type { Rule } from '../rule.ts';
import { exposedService } from './exposed-service.ts';
import { missingFsGroup } from './missing-fs-group.ts';
import { noAuthentication } from './no-authentication.ts';
import { passwordOnCommandLine, passwordOnCommandLineOfBackup } from './password-on-command-line.ts';
import { plainPassword, plainPasswordOfBackup } from './plain-password.ts';
import { privileged } from './privileged.ts';
import { runsAsRoot } from './runs-as-root.ts';
import { secretInConfigMap, secretInConfigMapOfBackup } from './secret-in-config-map.ts';
import { serviceAccountToken } from './service-account-token.ts';

/** The area security/: who can read, reach and take over the database. */
export const securityRules: readonly Rule[] = [
  exposedService,
  missingFsGroup,
  noAuthentication,
  passwordOnCommandLine,
  plainPassword,
  privileged,
  runsAsRoot,
  secretInConfigMap,
  serviceAccountToken,
];

/** Those of them that look at backup jobs too. */
export const securityBackupRules: readonly Rule<BackupJob>[] = [
  passwordOnCommandLineOfBackup,
  plainPasswordOfBackup,
  secretInConfigMapOfBackup,
];
