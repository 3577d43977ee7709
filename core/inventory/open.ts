import { recognise } from '../../engines/recognise.ts';
import type { Connection } from '../cluster/connection.ts';
import { Asker } from './asking/asker.ts';
import type { Attention } from './asking/types.ts';
import { Inventory } from './inventory.ts';
import { MirrorSource } from './mirror-source.ts';
import { VolumeUsage } from './usage/volume-usage.ts';

export interface InventoryOptions {
  /** Only these namespaces; where absent, all that one may read. */
  readonly namespaces?: readonly string[];
  /** Namespaces to try as well where one may not look everywhere. */
  readonly named?: readonly string[];
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Whether members may be asked by commands that run in their pods. Default true. */
  readonly asking?: boolean;
  /** Whether anybody looks now. Default `watched`. */
  readonly attention?: Attention;
  /** Told of a fault in Plinth itself; never with an object's content. */
  readonly onFault?: (error: unknown, where: string) => void;
}

/**
 * Opens the inventory of a cluster and begins to watch. It never fails: what goes wrong is in its state. Closing it ends its watches and
 * questions, and leaves the connection open.
 */
export function openInventory(connection: Connection, options: InventoryOptions = {}): Inventory {
  const { namespaces, now = Date.now, asking = true, attention = 'watched', onFault = () => undefined } = options;
  const inventory = new Inventory({
    connection,
    source: new MirrorSource(connection, { only: namespaces, named: options.named ?? [] }),
    recogniser: { recognise },
    asker: asking ? new Asker(connection) : undefined,
    usage: new VolumeUsage(connection, { now, asking }),
    now,
    onFault,
  });
  inventory.setAttention(attention);
  return inventory.start();
}
