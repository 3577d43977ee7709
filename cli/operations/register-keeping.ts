import { Option, type Command } from 'commander';
import type { MigrationHook } from '../../core/backups/before-migration.ts';
import type { BackupRole } from '../../core/backups/roles.ts';
import type { MigrationOptions, RoleOptions } from './keeping-options.ts';
import { optionOf } from './register-runs.ts';
import { collect } from './run-options.ts';
import { OF_BACKUPS } from './shared-options.ts';
import { where } from './where-options.ts';

const HOOKS: readonly MigrationHook[] = ['none', 'helm', 'argo-cd'];
const ROLES: readonly BackupRole[] = ['look', 'run'];

/** Adds the commands that print manifests for keeping backups. They change nothing. */
export function registerKeeping(program: Command): void {
  const migration = where(program.command('migration-backup'))
    .description(
      'print, as YAML, a Job that backs a database up before a migration; exit code 0: printed, 1: the cluster cannot be read, 2: usage, 3: it cannot be backed up so',
    )
    .argument('<database>', 'namespace/name, or a name with -n');
  for (const option of OF_BACKUPS) migration.addOption(optionOf(option));
  migration
    .addOption(new Option('--hook <who>', 'who waits for the Job').choices(HOOKS).default('none'))
    .action(async (database: string, options: MigrationOptions) => {
      const { migrationCommand } = await import('./keeping-command.ts');
      await migrationCommand(database, options);
    });
  const several = (flags: string, description: string): Option =>
    new Option(flags, `${description}; may be repeated`).argParser(
      (value: string, before: readonly string[] | undefined) => collect(value, before ?? []),
    );
  where(program.command('backup-role'))
    .description(
      'print, as YAML, a Role for people who look after the backups of a database and may not read its data; exit code 0: printed, 2: usage',
    )
    .argument('<database>', 'namespace/name, or a name with -n')
    .addOption(
      new Option('--role <role>', 'look: see backups and runs; run: also start a run of the schedule')
        .choices(ROLES)
        .default('look'),
    )
    .addOption(several('--user <name>', 'a user who gets it'))
    .addOption(several('--group <name>', 'a group that gets it'))
    .addOption(several('--service-account <name>', 'a ServiceAccount of the namespace that gets it'))
    .action(async (database: string, options: RoleOptions) => {
      const { roleCommand } = await import('./keeping-command.ts');
      await roleCommand(database, options);
    });
}
