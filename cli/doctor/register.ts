import { Option, type Command } from 'commander';
import { where, type WhereOptions } from '../operations/where-options.ts';

/** Adds `plinth doctor` to the program. */
export function registerDoctor(program: Command): void {
  where(program.command('doctor'))
    .description(
      'would a failover work right now? Looks, and changes nothing; exit code 0: all is well, 1: something is at risk, 2: something could not be asked, or it cannot run',
    )
    .argument('<database>', 'as namespace/name, or a name with -n')
    .addOption(new Option('--json', 'print all findings as JSON').default(false))
    .action(async (text: string, options: WhereOptions & { readonly json: boolean }) => {
      const { connect } = await import('../../core/cluster/connect.ts');
      const { ClusterTrouble } = await import('../../core/cluster/trouble.ts');
      const { chooseContexts } = await import('../choose-contexts.ts');
      const { databaseWanted, findDatabase } = await import('../operations/find-database.ts');
      const { paper } = await import('../operations/where.ts');
      const { doctor } = await import('./doctor.ts');
      const { context: name, kubeconfig, namespace, json } = options;
      const [context] = await chooseContexts({ names: name === undefined ? [] : [name], all: false, kubeconfig });
      if (context === undefined) return;
      const wanted = databaseWanted(text, namespace, context.namespace);
      const connection = connect(context);
      try {
        const database = await findDatabase(connection, wanted);
        process.exitCode = await doctor({ connection, database, now: Date.now(), json }, paper());
      } catch (error) {
        if (!(error instanceof ClusterTrouble)) throw error;
        process.stderr.write(`plinth: ${context.id}: ${error.message}\n`);
        process.exitCode = 2;
      } finally {
        connection.close();
      }
    });
}
