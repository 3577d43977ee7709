import type { Command } from 'commander';
import pico from 'picocolors';
import { connect } from '../../core/cluster/connect.ts';
import type { Connection } from '../../core/cluster/connection.ts';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import { chooseContexts } from '../choose-contexts.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Paper } from './list.ts';

/** What every command on operations takes: in which cluster, and where in it. */
export interface WhereOptions {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly namespace: readonly string[];
}

/** Adds the options of {@link WhereOptions} to a command. */
export function where(command: Command): Command {
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

/** Standard output. */
export const paper = (): Paper => ({
  write: (text) => process.stdout.write(text),
  colors: pico.createColors(pico.isColorSupported && process.stdout.isTTY),
});

/** Works with one context; trouble with it is told in words, with its name. */
export async function connected(
  options: WhereOptions,
  work: (connection: Connection) => Promise<ExitCode>,
): Promise<void> {
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
