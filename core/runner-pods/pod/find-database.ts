import type { Connection } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import { openInventory } from '../../inventory/open.ts';
import type { DatabaseName } from '../../runner/plan.ts';

/** Milliseconds for the first picture, and then for what members say: a busy kubelet lets each wait for seconds, and a member that was not asked yet may be a second writer. */
const PICTURE = 30_000;
const ANSWERS = 30_000;

/** Reads the database's namespace once, members asked. Throws {@link ClusterTrouble}, and an Error where the database is not there. */
export async function findDatabase(connection: Connection, name: DatabaseName): Promise<LiveDatabase> {
  const inventory = openInventory(connection, { namespaces: [name.namespace] });
  try {
    await until(inventory, PICTURE, () => inventory.state.phase !== 'connecting');
    const { state } = inventory;
    if (state.phase === 'lost') throw new ClusterTrouble(state.trouble.kind, state.trouble.message);
    if (state.phase !== 'connected') throw new ClusterTrouble('timeout', 'The cluster has not been read in time.');
    const found = (): LiveDatabase[] =>
      [...inventory.databases.values()].filter(({ namespace, workload }) => {
        return namespace === name.namespace && workload.kind === name.kind && workload.name === name.name;
      });
    await until(inventory, ANSWERS, () =>
      found().every(({ members }) => members.every(({ asked }) => asked.state !== 'never')),
    );
    const [database, ...others] = found();
    const words = `${name.kind} ${name.namespace}/${name.name}`;
    if (database === undefined) throw new Error(`No database is seen in the ${words}.`);
    if (others.length > 0) throw new Error(`Several servers are in the ${words}.`);
    return database;
  } finally {
    inventory.close();
  }
}

/** Resolves when it holds after some change, or when the time is over. */
function until(inventory: Inventory, longest: number, holds: () => boolean): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      unlisten();
      resolve();
    };
    const timer = setTimeout(end, longest);
    const unlisten = inventory.onChange(() => {
      if (holds()) end();
    });
  });
}
