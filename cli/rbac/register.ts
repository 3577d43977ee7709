import { Option, type Command } from 'commander';
import { EXIT } from '../operations/exit-codes.ts';
import { where, type WhereOptions } from '../operations/where-options.ts';
import { UsageError } from '../usage-error.ts';

interface RbacOptions extends WhereOptions {
  readonly clusterRole: boolean;
  readonly nodes: boolean;
  readonly check: boolean;
}

/** Adds `plinth rbac` to the program. */
export function registerRbac(program: Command): void {
  where(program.command('rbac'))
    .description(
      'print the account, with its rights and why it wants each, that runner pods use where people may make none; exit code 0: printed, or with --check ready, 1: the cluster cannot be read, 2: usage, 3: with --check, not ready',
    )
    .addOption(new Option('--cluster-role', 'one ClusterRole for all namespaces, bound in each').default(false))
    .addOption(
      new Option(
        '--nodes',
        'also a ClusterRole to read nodes, without which no fence or failover runs in pods',
      ).default(false),
    )
    .addOption(
      new Option('--check', 'look instead who would run operations in the namespaces, with your rights').default(false),
    )
    .action(async (options: RbacOptions) => {
      const { namespace: namespaces, clusterRole, nodes } = options;
      if (namespaces.length === 0) throw new UsageError('Name the namespaces of your databases with -n.');
      if (!options.check) {
        const { rbacManifests } = await import('./manifests.ts');
        process.stdout.write(rbacManifests({ namespaces, clusterRole, nodes }));
        return;
      }
      const { checkRbac } = await import('./check.ts');
      const { connected, paper } = await import('../operations/where.ts');
      await connected(options, async (connection) => {
        const all = await Promise.all(namespaces.map((namespace) => checkRbac(connection, namespace)));
        paper().write(`${all.flatMap(({ lines }) => lines).join('\n')}\n`);
        return all.every(({ ready }) => ready) ? EXIT.done : EXIT.refused;
      });
    });
}
