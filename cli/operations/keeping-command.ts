import { randomBytes } from 'node:crypto';
import { stringify } from 'yaml';
import { backupRoles, type BackupRoles, type Subject } from '../../core/backups/roles.ts';
import type { ApiObject } from '../../core/cluster/connection.ts';
import { migrationManifests } from '../../core/operations/schedule/migration.ts';
import { BadParameter } from '../../core/runner/index.ts';
import { UsageError } from '../usage-error.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { databaseWanted, findDatabase } from './find-database.ts';
import { parametersOf } from './parameters.ts';
import type { MigrationOptions, RoleOptions } from './keeping-options.ts';
import { OF_BACKUPS } from './shared-options.ts';
import { BACKUP_TOOLS } from './tools.ts';
import { connected } from './where.ts';

/** `plinth migration-backup`. */
export async function migrationCommand(wanted: string, options: MigrationOptions): Promise<void> {
  const parameters = parametersOf(OF_BACKUPS, { ...options });
  await connected(options, async (connection): Promise<ExitCode> => {
    const database = await findDatabase(
      connection,
      databaseWanted(wanted, options.namespace, connection.context.namespace),
    );
    const id = randomBytes(4).toString('hex');
    const situation = { connection, database, now: Date.now, id, facts: {} };
    const made = await migrationManifests(BACKUP_TOOLS, situation, parameters, options.hook).catch((error: unknown) => {
      throw error instanceof BadParameter ? new UsageError(error.message) : error;
    });
    if (made.manifests === undefined) {
      for (const { id: refusal, what, evidence, wayOut } of made.refusals)
        process.stderr.write(`plinth: ${refusal}: ${what} ${evidence} ${wayOut}\n`);
      return EXIT.refused;
    }
    process.stdout.write(documents([made.why], made.manifests));
    return EXIT.done;
  });
}

/** `plinth backup-role`. The cluster is not asked. */
export async function roleCommand(wanted: string, options: RoleOptions): Promise<void> {
  const { user = [], group = [], serviceAccount = [] } = options;
  const subjects: Subject[] = [
    ...user.map((name) => ({ kind: 'User', name }) as const),
    ...group.map((name) => ({ kind: 'Group', name }) as const),
    ...serviceAccount.map((name) => ({ kind: 'ServiceAccount', name }) as const),
  ];
  if (subjects.length === 0) throw new UsageError('Say who gets the role: --user, --group or --service-account.');
  const { namespace, name } = databaseWanted(wanted, options.namespace);
  process.stdout.write(rolesText(backupRoles(options.role, { namespace, database: name }, subjects)));
  return Promise.resolve();
}

/** A Role with the reason of each of its rules, and what it cannot promise, in comments. */
export function rolesText({ objects, rules, caveats }: BackupRoles): string {
  const reasons = rules.map(({ verbs, resources, why }) => `${verbs.join(', ')} ${resources.join(', ')}: ${why}.`);
  return documents([...reasons, ...caveats], objects);
}

function documents(remarks: readonly string[], objects: readonly ApiObject[]): string {
  const head = remarks.map((one) => `# ${one}\n`).join('');
  return head + objects.map((object) => stringify(object, { lineWidth: 0 })).join('---\n');
}
