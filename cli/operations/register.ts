import { Option, type Command } from 'commander';
import pico from 'picocolors';
import { connect } from '../../core/cluster/connect.ts';
import type { Connection } from '../../core/cluster/connection.ts';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import { chooseContexts } from '../choose-contexts.ts';
import { cancel } from './cancel.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { printOperations, type Paper } from './list.ts';

interface WhereOptions {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly namespace: readonly string[];
}

/** Adds the commands on operations to the program. */
export function registerOperations(program: Command): void {
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

function where(command: Command): Command {
  return command
    .option('--context <name>', 'this context of the kubeconfig; default: the current one')
    .option('--kubeconfig <file>', 'this kubeconfig in place of those that kubectl reads')
    .option(
      '-n, --namespace <name>',
      'only this namespace; may be repeated; default: all',
      (value: string, before: readonly string[]) => [...before, ...value.split(',').filter((name) => name !== '')],
      [],
    );
}

const paper = (): Paper => ({
  write: (text) => process.stdout.write(text),
  colors: pico.createColors(pico.isColorSupported && process.stdout.isTTY),
});

/** Works with one context; trouble with it is told in words, with its name. */
async function connected(options: WhereOptions, work: (connection: Connection) => Promise<ExitCode>): Promise<void> {
  const { context: name, kubeconfig, namespace } = options;
  const [context] = await chooseContexts({ names: name === undefined ? [] : [name], all: false, kubeconfig });
  if (context === undefined) return;
  const connection = connect(context);
  try {
    process.exitCode = await work(connection);
  } catch (error) {
    if (!(error instanceof ClusterTrouble)) throw error;
    const hint =
      error.kind === 'forbidden' && namespace.length === 0 ? ' Name the namespaces that you may read with -n.' : '';
    process.stderr.write(`plinth: ${context.id}: ${error.message}${hint}\n`);
    process.exitCode = EXIT.trouble;
  } finally {
    connection.close();
  }
}
