import type { Command } from 'commander';

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
