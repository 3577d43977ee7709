import { printBackups } from './backups.ts';
import type { AddOptions } from './destination-options.ts';
import { addDestination, destinationSaid, printDestinations } from './destinations.ts';
import { EXIT } from './exit-codes.ts';
import { databaseWanted, findDatabase } from './find-database.ts';
import { oneNamespace } from './one-namespace.ts';
import { protectionUnlessReadOnly } from './read-only.ts';
import { BACKUP_TOOLS } from './tools.ts';
import type { WhereOptions } from './where-options.ts';
import { connected, paper } from './where.ts';

/** `plinth backups`. */
export async function backupsCommand(
  wanted: string,
  options: WhereOptions & { readonly refresh: boolean; readonly format: 'text' | 'json' },
): Promise<void> {
  const { refresh, format } = options;
  await connected(options, async (connection) => {
    const { context } = connection;
    const way = 'Without --refresh, which makes Jobs, it only looks.';
    if (refresh && (await protectionUnlessReadOnly(connection, way)) === undefined) return EXIT.refused;
    const place = databaseWanted(wanted, options.namespace, context.namespace);
    const database = await findDatabase(connection, place);
    // Beside JSON nothing else stands on standard output.
    const tell = (text: string): void => {
      process.stderr.write(`${text}\n`);
    };
    return printBackups({ connection, database, refresh, format, mover: BACKUP_TOOLS.mover, tell }, paper());
  });
}

/** `plinth destinations list`. */
export async function listDestinationsCommand(
  options: WhereOptions & { readonly format: 'text' | 'json' },
): Promise<void> {
  await connected(options, (connection) => {
    const namespace = oneNamespace(options.namespace, connection.context.namespace);
    return printDestinations({ connection, namespace, format: options.format }, paper());
  });
}

/** `plinth destinations add`. */
export async function addDestinationCommand(name: string, options: AddOptions): Promise<void> {
  const destination = destinationSaid(options);
  const { replace, dryRun } = options;
  await connected(options, async (connection) => {
    const { context } = connection;
    if (!dryRun && (await protectionUnlessReadOnly(connection, '--dry-run only looks.')) === undefined)
      return EXIT.refused;
    const namespace = oneNamespace(options.namespace, context.namespace);
    return addDestination({ connection, namespace, name, destination, replace, dryRun }, paper());
  });
}
