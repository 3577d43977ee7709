import { Option, type Command } from 'commander';
import { registerBackups } from './register-backups.ts';
import { registerKeeping } from './register-keeping.ts';
import { registerRuns, registerTakingUp } from './register-runs.ts';
import { where, type WhereOptions } from './where-options.ts';

/** Adds the commands on operations to the program. */
export function registerOperations(program: Command): void {
  registerRuns(program);
  registerTakingUp(program);
  registerBackups(program);
  registerKeeping(program);

  where(program.command('operations'))
    .description(
      'list operations on databases, the newest first; exit code 0: listed, 1: the cluster cannot be read, 2: usage',
    )
    .addOption(new Option('--format <format>', 'how to print them').choices(['text', 'json']).default('text'))
    .action(async (options: WhereOptions & { readonly format: 'text' | 'json' }) => {
      const { connected, paper } = await import('./where.ts');
      const { printOperations } = await import('./list.ts');
      await connected(options, (connection) =>
        printOperations({ connection, namespaces: options.namespace, format: options.format }, paper()),
      );
    });

  where(program.command('cancel'))
    .description(
      'have a running operation taken back; exit code 0: its runner has been told, 1: the cluster cannot be read or written, 2: usage, 3: too late, 5: nobody is at it',
    )
    .argument('<id>', 'the operation, as `plinth operations` names it')
    .action(async (id: string, options: WhereOptions) => {
      const { connected, paper } = await import('./where.ts');
      const { cancel } = await import('./cancel.ts');
      const { protectionUnlessReadOnly } = await import('./read-only.ts');
      const { EXIT } = await import('./exit-codes.ts');
      await connected(options, async (connection) =>
        (await protectionUnlessReadOnly(connection, '`plinth operations` only looks.')) === undefined
          ? EXIT.refused
          : cancel({ connection, namespaces: options.namespace, id }, paper()),
      );
    });
}
