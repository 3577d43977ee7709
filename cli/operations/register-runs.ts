import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { Option, type Command } from 'commander';
import type { Operation, OperationId } from '../../core/runner/index.ts';
import { UsageError } from '../usage-error.ts';
import { connected, paper, where, type WhereOptions } from './where.ts';

/** The operations that have a command of their own, as it is called, with what it does. */
const COMMANDS: readonly (readonly [id: OperationId, description: string])[] = [
  ['stop', 'scale a database to none, in good order, to be started again'],
  ['start', 'start a stopped database, and check that it is the same'],
  ['restart', 'restart a database'],
];

const SIGNS = 'abcdefghijklmnopqrstuvwxyz0123456789';

interface RunOptions extends WhereOptions {
  readonly dryRun: boolean;
  readonly export?: string;
  readonly yes: boolean;
  readonly confirm?: string;
  readonly format: 'text' | 'jsonl';
}

/** Adds a command for each of these operations that is there. */
export function registerRuns(program: Command, operations: readonly Operation[]): void {
  for (const [id, description] of COMMANDS) {
    const operation = operations.find((one) => one.id === id);
    if (operation !== undefined) registerRun(program, operation, description);
  }
}

function registerRun(program: Command, operation: Operation, description: string): void {
  where(program.command(operation.id))
    .description(
      `${description}; exit code 0: done, 1: trouble with the cluster, 2: usage, 3: refused, 4: failed and rolled back, 5: needs attention, 6: cancelled, 7: another operation runs`,
    )
    .argument('<database>', 'namespace/name, or a name with -n')
    .option('--dry-run', 'print the plan and change nothing; exit code 0: possible, 3 or 7: refused', false)
    .option('--export <file>', 'keep the plan in this file: .json, or else Markdown')
    .option('--yes', 'agree beforehand', false)
    .option('--confirm <name>', "the database's name, where the plan wants it typed; goes with --yes")
    .addOption(new Option('--format <format>', 'how to tell').choices(['text', 'jsonl']).default('text'))
    .action(async (database: string, options: RunOptions) => {
      const { databaseWanted, findDatabase } = await import('./find-database.ts');
      const { operate } = await import('./run.ts');
      const { runPlan } = await import('../../core/runner/index.ts');
      if (options.namespace.length > 1) throw new UsageError('One database is in one namespace: say -n once.');
      const isTerminal = process.stdin.isTTY && process.stdout.isTTY && options.format === 'text';
      await connected(options, async (connection) => {
        const { context } = connection;
        const wanted = databaseWanted(database, options.namespace[0], context.namespace);
        const { write, colors } = paper();
        return operate(
          {
            connection,
            database: await findDatabase(connection, wanted),
            operation,
            id: [...randomBytes(8)].map((byte) => SIGNS[byte % SIGNS.length]).join(''),
            by: context.impersonates ?? context.user ?? 'unknown',
            holder: `${hostname()}-${randomBytes(4).toString('hex')}`,
            dryRun: options.dryRun,
            exportTo: options.export,
            yes: options.yes,
            confirm: options.confirm,
            ask: isTerminal ? ask : undefined,
            format: options.format,
          },
          { write, colors, save: (file, text) => writeFile(file, text), onInterrupt, run: runPlan },
        );
      });
      // A runner that was left would go on until its process ends.
      process.stdout.write('', () => process.exit());
    });
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C and Ctrl-D are a no; without this, the question would never be answered.
  lines.on('SIGINT', () => {
    lines.close();
  });
  const closed = once(lines, 'close').then(() => '');
  try {
    return await Promise.race([lines.question(question), closed]);
  } finally {
    lines.close();
  }
}

function onInterrupt(listener: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
