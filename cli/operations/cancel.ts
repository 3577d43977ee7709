import type { Connection } from '../../core/cluster/connection.ts';
import { NoWayBack, requestCancel } from '../../core/runner/index.ts';
import { UsageError } from '../usage-error.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { operationsIn, type Paper } from './list.ts';
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
 * do it. Throws {@link ../../core/cluster/trouble.ClusterTrouble}, and a {@link UsageError} where no such operation is on record.
 */
export async function cancel({ connection, namespaces, id }: CancelRequest, paper: Paper): Promise<ExitCode> {
  const { operations, unreadable } = await operationsIn(connection, namespaces);
  const [found, ...others] = operations.filter(({ record }) => record.id === id);
  if (found === undefined) {
    const broken = unreadable.find(({ name }) => name === `plinth-op-${id}`);
    if (broken) throw new UsageError(`The journal ${broken.namespace}/${broken.name} cannot be read. ${broken.why}`);
    const where = namespaces.length === 0 ? '' : ` in ${namespaces.join(', ')}`;
    throw new UsageError(`There is no operation «${plain(id)}»${where}. \`plinth operations\` lists them.`);
  }
  if (others.length > 0) throw new UsageError(`Several namespaces have an operation «${id}». Choose one with -n.`);
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
  paper.write(
    `The wish to take «${title}» back stands in its journal, and nobody is there to do it: its runner is gone. Take it back in the editor.\n`,
  );
  return EXIT.attention;
}
