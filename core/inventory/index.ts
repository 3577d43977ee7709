/** Live databases of clusters. */
export { Inventories } from './inventories.ts';
export type { InventoryOptions } from './open.ts';
export { openInventory } from './open.ts';
export { Inventory } from './inventory.ts';
export type * from './model.ts';
