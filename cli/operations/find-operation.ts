import type { Connection } from '../../core/cluster/connection.ts';
import type { ListedOperation } from '../../core/runner/index.ts';
import { UsageError } from '../usage-error.ts';
import { operationsIn } from './list.ts';
import { plain } from './plain.ts';

/** An operation by its id, in these namespaces (none: in all that one may read). Throws {@link ../../core/cluster/trouble.ClusterTrouble}, and a {@link UsageError} where none is on record. */
export async function findOperation(
  connection: Connection,
  namespaces: readonly string[],
  id: string,
): Promise<ListedOperation> {
  const { operations, unreadable } = await operationsIn(connection, namespaces);
  const [found, ...others] = operations.filter(({ record }) => record.id === id);
  if (found === undefined) {
    const broken = unreadable.find(({ name }) => name === `plinth-op-${id}`);
    if (broken) throw new UsageError(`The journal ${broken.namespace}/${broken.name} cannot be read. ${broken.why}`);
    const where = namespaces.length === 0 ? '' : ` in ${namespaces.join(', ')}`;
    throw new UsageError(`There is no operation «${plain(id)}»${where}. \`plinth operations\` lists them.`);
  }
  if (others.length > 0) throw new UsageError(`Several namespaces have an operation «${id}». Choose one with -n.`);
  return found;
}
