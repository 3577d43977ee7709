import type { BackupJob } from '../../engines/model/database.ts';
import { availabilityRules } from './availability/index.ts';
import { backupsBackupRules, backupsRules } from './backup/index.ts';
import type { DatabaseChange } from '../changes/database-change.ts';
import { changeRules } from './change/index.ts';
import { durabilityRules } from './durability/index.ts';
import { imageBackupRules, imageRules } from './image/index.ts';
import { probesRules } from './probes/index.ts';
import { resourcesRules } from './resources/index.ts';
import type { Rule, RuleId } from './rule.ts';
import { securityBackupRules, securityRules } from './security/index.ts';
import { storageRules } from './storage/index.ts';
import { workloadBackupRules, workloadRules } from './workload/index.ts';

/** Every rule about databases, area by area. */
export const databaseRules: readonly Rule[] = [
  ...storageRules,
  ...workloadRules,
  ...probesRules,
  ...availabilityRules,
  ...resourcesRules,
  ...durabilityRules,
  ...securityRules,
  ...imageRules,
  ...backupsRules,
];

/** Every rule about backup jobs; one that is about both stands in both lists under one id. */
export const backupRules: readonly Rule<BackupJob>[] = [
  ...workloadBackupRules,
  ...securityBackupRules,
  ...imageBackupRules,
  ...backupsBackupRules,
];

/** A rule of any kind. */
export type AnyRule = Rule | Rule<BackupJob> | Rule<DatabaseChange>;

/** What pages and tables are made from: one entry an id, in the order of areas and names. */
export const allRules: readonly AnyRule[] = [...databaseRules, ...backupRules, ...changeRules]
  .filter((rule, at, all) => all.findIndex(({ id }) => id === rule.id) === at)
  .sort((a, b) => (a.id < b.id ? -1 : 1));

/** The rule of an id. */
export function ruleById(id: string): AnyRule | undefined {
  return allRules.find((rule) => rule.id === (id as RuleId));
}
