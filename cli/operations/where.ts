import { connect } from '../../core/cluster/connect.ts';
import type { Connection } from '../../core/cluster/connection.ts';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import { chooseContexts } from '../choose-contexts.ts';
import { coloursFor } from '../colours.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Paper } from './list.ts';
import type { WhereOptions } from './where-options.ts';

/** Standard output. */
export const paper = (): Paper => ({
  write: (text) => process.stdout.write(text),
  colors: coloursFor(process.stdout),
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
