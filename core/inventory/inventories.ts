import type { Connection } from '../cluster/connection.ts';
import type { KubeContext } from '../cluster/context.ts';
import type { Inventory } from './inventory.ts';
import { openInventory } from './open.ts';
import type { InventoryOptions } from './open.ts';

/** Makes the way to a context: `connect` of core/cluster, or a test's own. */
export type Connect = (context: KubeContext) => Connection;

interface Opened {
  readonly inventory: Inventory;
  readonly connection: Connection;
}

/** The inventories of several contexts, each with a connection of its own: one that is down blocks no other. */
export class Inventories {
  readonly #connect: Connect;
  readonly #opened = new Map<string, Opened>();

  constructor(connect: Connect) {
    this.#connect = connect;
  }

  /** Opens a context's inventory, or gives the one that is open already. Returns at once; what goes wrong is in its state. */
  open(context: KubeContext, options: InventoryOptions = {}): Inventory {
    const before = this.#opened.get(context.id);
    if (before) return before.inventory;
    const connection = this.#connect(context);
    const inventory = openInventory(connection, options);
    this.#opened.set(context.id, { inventory, connection });
    return inventory;
  }

  /** The open inventory of a context. */
  get(id: string): Inventory | undefined {
    return this.#opened.get(id)?.inventory;
  }

  /** The connection that an open inventory uses, for logs, shells and the like. */
  connection(id: string): Connection | undefined {
    return this.#opened.get(id)?.connection;
  }

  /** All that are open. */
  get all(): readonly Inventory[] {
    return [...this.#opened.values()].map(({ inventory }) => inventory);
  }

  close(id: string): void {
    const opened = this.#opened.get(id);
    this.#opened.delete(id);
    opened?.inventory.close();
    opened?.connection.close();
  }

  closeAll(): void {
    for (const id of [...this.#opened.keys()]) this.close(id);
  }
}
