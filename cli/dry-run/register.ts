import { Option, type Command } from 'commander';
import { coloursFor } from '../colours.ts';

interface DryRunOptions {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly namespace?: string;
  readonly format: 'text' | 'json' | 'github';
}

/** Adds `plinth dry-run`. What it needs is loaded when it is run. */
export function registerDryRun(program: Command): void {
  program
    .command('dry-run')
    .description(
      'ask a cluster what it would say to manifests, and change nothing; exit code 0: it accepts them as far as it can be known, 1: it refuses something, 2: cannot run',
    )
    .argument('[path...]', 'files or folders', ['.'])
    .option('--context <name>', 'this context of the kubeconfig; default: the current one')
    .option('--kubeconfig <file>', 'this kubeconfig in place of those that kubectl reads')
    .option('-n, --namespace <name>', 'for objects that name none; default: that of the context')
    .addOption(
      new Option('--format <format>', 'text; JSON; annotations of GitHub')
        .choices(['text', 'json', 'github'])
        .default('text'),
    )
    .action(async (paths: string[], { context: name, kubeconfig, namespace, format }: DryRunOptions) => {
      const { connect } = await import('../../core/cluster/connect.ts');
      const { ClusterTrouble } = await import('../../core/cluster/trouble.ts');
      const { chooseContexts } = await import('../choose-contexts.ts');
      const { dryRun } = await import('./dry-run.ts');
      const [context] = await chooseContexts({ names: name === undefined ? [] : [name], all: false, kubeconfig });
      if (context === undefined) return;
      const connection = connect(context);
      try {
        const all = await dryRun({ paths, connection, namespace: namespace ?? context.namespace ?? 'default' });
        if (format === 'json') process.stdout.write(`${JSON.stringify(all, undefined, 2)}\n`);
        else if (format === 'github') process.stdout.write((await import('./github.ts')).dryRunGitHub(all));
        else process.stdout.write((await import('./text.ts')).dryRunText(all, context.id, coloursFor(process.stdout)));
        process.exitCode = all.some(({ state }) => state === 'refused') ? 1 : 0;
      } catch (error) {
        if (!(error instanceof ClusterTrouble)) throw error;
        process.stderr.write(`plinth: ${context.id}: ${error.message}\n`);
        process.exitCode = 2;
      } finally {
        connection.close();
      }
    });
}
