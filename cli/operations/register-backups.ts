import { Option, type Command } from 'commander';
import type { AddOptions } from './destination-options.ts';
import { where, type WhereOptions } from './where-options.ts';

interface Format {
  readonly format: 'text' | 'json';
}

const format = (): Option =>
  new Option('--format <format>', 'how to print them').choices(['text', 'json']).default('text');

/** Adds the commands on backups and where they lie. */
export function registerBackups(program: Command): void {
  where(program.command('backups'))
    .description(
      'list the backups of a database, the newest first; exit code 0: listed, 1: the cluster or a destination cannot be read, 2: usage',
    )
    .argument('<database>', 'namespace/name, or a name with -n')
    .option('--refresh', 'read the destinations anew, by a Job for each', false)
    .addOption(format())
    .action(async (database: string, options: WhereOptions & Format & { readonly refresh: boolean }) => {
      const { backupsCommand } = await import('./backups-command.ts');
      await backupsCommand(database, options);
    });
  const destinations = program.command('destinations').description('where backups of a namespace may go');
  where(destinations.command('list', { isDefault: true }))
    .description('list them; exit code 0: listed, 1: the cluster cannot be read, 2: usage')
    .addOption(format())
    .action(async (options: WhereOptions & Format) => {
      const { listDestinationsCommand } = await import('./backups-command.ts');
      await listDestinationsCommand(options);
    });
  where(destinations.command('add'))
    .description(
      'make one, of a claim or of a bucket; exit code 0: it is there, 1: the cluster cannot be read or written, 2: usage, 3: another one has this name',
    )
    .argument('<name>', 'what it is called')
    .option('--claim <name>', 'a claim of the namespace, on another volume than the data')
    .option('--bucket <name>', 'a bucket of a store that speaks S3')
    .option('--prefix <folder>', 'a folder in it')
    .option('--endpoint <url>', 'where the store is; default: AWS')
    .option('--region <name>', 'its region; default: us-east-1')
    .option(
      '--secret <name>',
      'the name of a Secret with accessKeyId and secretAccessKey; its content is never read here',
    )
    .option('--authority <name>', 'a ConfigMap with ca.crt, where the certificate is your own')
    .addOption(new Option('--path-style', 'the bucket stands in the path; default: with --endpoint'))
    .option('--replace', 'in the place of another one of this name', false)
    .option('--dry-run', 'print what would be made, and change nothing', false)
    .action(async (name: string, options: AddOptions) => {
      const { addDestinationCommand } = await import('./backups-command.ts');
      await addDestinationCommand(name, options);
    });
}
