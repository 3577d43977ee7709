import { Option, type Command } from 'commander';
import { OPERATION_COMMANDS, type OperationCommand } from './commands.ts';
import type { NamedOption } from './named-option.ts';
import { collect, RUN_CODES, runOptions, type RunOptions } from './run-options.ts';

/** Adds a command for each operation, and `plan` with the same below it. The operations themselves are loaded when one is run. */
export function registerRuns(program: Command): void {
  for (const command of OPERATION_COMMANDS) addRun(program, command, false);
  const plan = program
    .command('plan')
    .description('print the plan of an operation and change nothing; exit code 0: possible, 3 or 7: refused');
  for (const command of OPERATION_COMMANDS) addRun(plan, command, true);
}

function addRun(parent: Command, command: OperationCommand, isPlan: boolean): void {
  const own = parent
    .command(command.name)
    .description(isPlan ? `plan to ${command.description}` : `${command.description}; ${RUN_CODES}`)
    .argument('<database>', 'namespace/name, or a name with -n');
  for (const option of command.options) own.addOption(optionOf(option));
  runOptions(own, isPlan).action(async (database: string, options: RunOptions) => {
    const { runCommand } = await import('./run-command.ts');
    await runCommand(command, database, options, isPlan);
  });
}

/** An option as commander has it. */
export function optionOf({ flags, description, as }: NamedOption): Option {
  const option = new Option(flags, description);
  if (as === 'list' || as === 'labels')
    option.argParser((value: string, before: readonly string[] | undefined) => collect(value, before ?? []));
  return option;
}

/** Adds `resume` and `rollback`. */
export function registerTakingUp(program: Command): void {
  for (const [name, direction, description] of [
    ['resume', 'forward', 'go on with an operation that nobody is at'],
    ['rollback', 'back', 'take back an operation that nobody is at'],
  ] as const)
    runOptions(program.command(name))
      .description(`${description}; ${RUN_CODES}`)
      .argument('<id>', 'the operation, as `plinth operations` names it')
      .action(async (id: string, options: RunOptions) => {
        const { takeUpCommand } = await import('./run-command.ts');
        await takeUpCommand(id, direction, options);
      });
}
