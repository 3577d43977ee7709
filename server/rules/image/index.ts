import type { BackupJob } from '../../../engines/model/database.ts';
import type { Rule } from '../rule.ts';
import { floatingTag, floatingTagOfBackup } from './floating-tag.ts';
import { unsupportedVersion } from './unsupported-version.ts';
import { withdrawn, withdrawnOfBackup } from './withdrawn.ts';

/** The area image/: whether the image is what it was yesterday, and still cared for. */
export const imageRules: readonly Rule[] = [floatingTag, unsupportedVersion, withdrawn];

/** Those of them that look at backup jobs too. */
export const imageBackupRules: readonly Rule<BackupJob>[] = [floatingTagOfBackup, withdrawnOfBackup];
