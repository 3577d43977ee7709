import { beforeMigration, type MigrationHook } from '../../backups/before-migration.ts';
import { dataJob } from '../../backups/job.ts';
import { moverConfigMap } from '../../backups/mover-config-map.ts';
import { AT_RUN_TIME } from '../../backups/mover/request.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { fitting } from '../../runner/names.ts';
import type { Parameters, Situation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import type { BackupTools } from '../backup/backup.ts';
import { dumpJob } from '../backup/dump-job.ts';
import { find } from '../backup/find.ts';
import { parseBackupParameters } from '../backup/parameters.ts';
import { lastingFacts, plainPassword } from './lasting.ts';
import { reachedBy } from './reached.ts';

/** Manifests to put before a migration, or why there can be none. */
export type Migration =
  | { readonly manifests: readonly ApiObject[]; readonly why: string }
  | { readonly manifests: undefined; readonly refusals: readonly Refusal[] };

/**
 * Makes the manifests of a backup before a migration, for `kubectl apply`, a chart or a repository. Only reads; nothing is created. `given` are a backup's
 * parameters. Throws {@link ../../runner/plan.BadParameter} and {@link ../../cluster/trouble.ClusterTrouble}.
 */
export async function migrationManifests(
  tools: BackupTools,
  situation: Situation,
  given: Parameters,
  hook: MigrationHook,
): Promise<Migration> {
  const parameters = parseBackupParameters(given);
  const found = await find(tools, situation, parameters);
  const refusals = 'source' in found ? plainPassword(found) : found;
  if (!('source' in found) || refusals.length > 0) return { manifests: undefined, refusals };
  const { namespace, workload } = situation.database;
  const program = await tools.mover();
  const { why, ...reached } = reachedBy(situation.database, found);
  const job = dumpJob(situation, parameters, found, {
    ...reached,
    name: fitting(`plinth-backup-before-${workload.name}`),
    backup: AT_RUN_TIME,
    facts: lastingFacts(found),
    tool: tools.tool,
    program,
  });
  return { manifests: beforeMigration(moverConfigMap(namespace, program), dataJob(job), hook), why };
}
