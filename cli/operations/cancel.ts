import type { Connection } from '../../core/cluster/connection.ts';
import { NoWayBack, requestCancel } from '../../core/runner/index.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findOperation } from './find-operation.ts';
import { howToGoOn } from './left-behind.ts';
import type { Paper } from './list.ts';
import { plain } from './plain.ts';

export interface CancelRequest {
  readonly connection: Connection;
  /** None: all that one may read. */
  readonly namespaces: readonly string[];
  /** The operation's. */
  readonly id: string;
}

/**
 * Wishes that an operation be taken back; its runner does it, not this process. Says in words where that is not possible any more, or where nobody is there to
 * do it. Throws {@link ../../core/cluster/trouble.ClusterTrouble}, and a {@link ../usage-error.UsageError} where no such operation is on record.
 */
export async function cancel({ connection, namespaces, id }: CancelRequest, paper: Paper): Promise<ExitCode> {
  const found = await findOperation(connection, namespaces, id);
  try {
    await requestCancel(connection, found.record);
  } catch (error) {
    if (!(error instanceof NoWayBack)) throw error;
    paper.write(`${plain(error.message)}\n`);
    return EXIT.refused;
  }
  const title = plain(found.record.title);
  if (found.live) {
    paper.write(
      `«${title}» is to be taken back; its runner (${plain(found.holder ?? 'unknown')}) does it at the next safe point.\n`,
    );
    return EXIT.done;
  }
  const { namespace } = found.record.database;
  paper.write(
    `The wish to take «${title}» back stands in its journal, and nobody is there to do it: its runner is gone. ${howToGoOn(id, namespace)}\n`,
  );
  return EXIT.attention;
}
