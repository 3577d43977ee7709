import { Option, type Command } from 'commander';
import { OPERATIONS } from '../../core/operations/index.ts';
import { cancel } from './cancel.ts';
import { printOperations } from './list.ts';
import { registerRuns } from './register-runs.ts';
import { connected, paper, where, type WhereOptions } from './where.ts';

/** Adds the commands on operations to the program. */
export function registerOperations(program: Command): void {
  registerRuns(program, OPERATIONS);

  where(program.command('operations'))
    .description(
      'list operations on databases, the newest first; exit code 0: listed, 1: the cluster cannot be read, 2: usage',
    )
    .addOption(new Option('--format <format>', 'how to print them').choices(['text', 'json']).default('text'))
    .action(async (options: WhereOptions & { readonly format: 'text' | 'json' }) => {
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
      await connected(options, (connection) => cancel({ connection, namespaces: options.namespace, id }, paper()));
    });
}
