import type { Connection } from '../../core/cluster/connection.ts';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import { openInventory } from '../../core/inventory/open.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { isComplete } from '../status.ts';
import { UsageError } from '../usage-error.ts';
import { oneNamespace } from './one-namespace.ts';

export interface DatabaseWanted {
  readonly namespace: string;
  readonly name: string;
}

/** Reads `namespace/name`, or a name alone: then it is in the namespace of `-n` (at most one), else in that of the context. Throws a {@link UsageError}. */
export function databaseWanted(text: string, named: readonly string[], ofContext?: string): DatabaseWanted {
  const [first = '', second, ...rest] = text.split('/');
  if (rest.length > 0 || first === '' || second === '')
    throw new UsageError(`«${text}» is no database. Name it as namespace/name.`);
  const namespace = oneNamespace(named, second === undefined ? ofContext : first);
  if (second === undefined) return { namespace, name: first };
  if (namespace !== first) throw new UsageError(`«${text}» is not in the namespace ${namespace} that -n names.`);
  return { namespace: first, name: second };
}

/**
 * Reads a namespace once, members asked, and gives the database of this name. Throws {@link ClusterTrouble}, and a {@link UsageError} that says what there is where it is
 * not.
 */
export async function findDatabase(connection: Connection, { namespace, name }: DatabaseWanted): Promise<LiveDatabase> {
  const inventory = openInventory(connection, { namespaces: [namespace] });
  try {
    await isComplete(inventory);
    const { state } = inventory;
    if (state.phase === 'lost') throw new ClusterTrouble(state.trouble.kind, state.trouble.message);
    if (state.phase !== 'connected') throw new ClusterTrouble('timeout', 'The cluster has not been read in time.');
    return chosen([...inventory.databases.values()], { namespace, name });
  } finally {
    inventory.close();
  }
}

/** The one database of this name among those of its namespace. */
export function chosen(databases: readonly LiveDatabase[], { namespace, name }: DatabaseWanted): LiveDatabase {
  const here = databases.filter((database) => database.namespace === namespace);
  const [found, ...others] = here.filter((database) => database.name === name || database.workload.name === name);
  if (found === undefined) {
    const names = here.map((database) => database.name).join(', ');
    const there = names === '' ? `No database is seen in ${namespace}.` : `There are: ${names}.`;
    throw new UsageError(`There is no database «${name}» in ${namespace}. ${there}`);
  }
  if (others.length > 0)
    throw new UsageError(
      `Several servers go by ${namespace}/${name}: ${[found, ...others].map(({ id }) => id).join(', ')}.`,
    );
  return found;
}
