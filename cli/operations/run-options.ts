import { Option, type Command } from 'commander';
import { where, type WhereOptions } from './where-options.ts';

/** What every command takes that runs an operation, or goes on with one. */
export interface RunOptions extends WhereOptions {
  readonly dryRun?: boolean;
  readonly export?: string;
  readonly yes?: boolean;
  readonly confirm?: string;
  readonly accept: readonly string[];
  readonly productionContexts?: readonly string[];
  readonly format: 'text' | 'jsonl';
}

/** Exit codes of a run, for `--help`. */
export const RUN_CODES =
  'exit code 0: done, 1: trouble with the cluster, 2: usage, 3: refused, 4: failed and rolled back, 5: needs attention, 6: cancelled, 7: another operation runs';

/** For an option that may be repeated, or hold several with commas between them. */
export const collect = (value: string, before: readonly string[]): string[] => [
  ...before,
  ...value.split(',').filter((name) => name !== ''),
];

/** Adds the options of {@link RunOptions} to a command. `isPlan`: it only plans. */
export function runOptions(command: Command, isPlan = false): Command {
  const own = where(command)
    .option('--export <file>', 'keep the plan in this file: .json, or else Markdown')
    .addOption(new Option('--format <format>', 'how to tell').choices(['text', 'jsonl']).default('text'))
    .option('--accept <refusal>', 'accept a refusal that may be accepted, like R24; may be repeated', collect, []);
  if (isPlan) return own;
  return own
    .option('--dry-run', 'print the plan and change nothing; exit code 0: possible, 3 or 7: refused', false)
    .option('--yes', 'agree beforehand', false)
    .option('--confirm <name>', "the database's name, where the plan or the context wants it typed; goes with --yes")
    .addOption(
      new Option('--production-contexts <pattern>', 'contexts in which the name is always wanted; may be repeated')
        .argParser(collect)
        .default([]),
    );
}
