import { connect } from '../core/cluster/connect.ts';
import { Inventories } from '../core/inventory/inventories.ts';
import type { Inventory } from '../core/inventory/inventory.ts';
import type { LiveDatabase } from '../core/inventory/model.ts';
import { formatStatusJson } from './status-json.ts';
import { formatStatus } from './status-text.ts';
import type { Screen, StatusRequest } from './status-request.ts';
import { watchStatus } from './status-watch.ts';

/** 0: all is healthy, or stopped on purpose. 1: something is not, or cannot be judged. 2: a context could not be read. */
export type StatusCode = 0 | 1 | 2;

const PICTURE_MS = 15_000;
const ANSWERS_MS = 8_000;

/** Prints how the databases of contexts are; with `watch`, goes on until the screen has ended. */
export async function status(request: StatusRequest, screen: Screen): Promise<StatusCode> {
  const inventories = new Inventories((context) => connect(context));
  const { namespaces } = request;
  try {
    const opened = request.contexts.map((context) =>
      inventories.open(context, namespaces.length === 0 ? {} : { namespaces }),
    );
    if (request.watch) await watchStatus(opened, request.format, screen);
    else {
      // One that is down delays no other: each has its own time.
      await Promise.all(opened.map((inventory) => isComplete(inventory)));
      screen.write(
        request.format === 'json' ? formatStatusJson(opened) : formatStatus(opened, screen.colors, Date.now()),
      );
    }
    return codeOf(opened);
  } finally {
    inventories.closeAll();
  }
}

/** The exit code for what inventories show. */
export function codeOf(inventories: readonly Pick<Inventory, 'state' | 'databases'>[]): StatusCode {
  if (inventories.some(({ state }) => state.phase !== 'connected')) return 2;
  const all = inventories.flatMap(({ databases }) => [...databases.values()]);
  return all.every(({ health }) => health === 'healthy' || health === 'stopped') ? 0 : 1;
}

/** Waits for the first picture, and then for what members and volumes say; no longer than a person would. */
export async function isComplete(inventory: Inventory): Promise<void> {
  await until(inventory, PICTURE_MS, () => inventory.state.phase !== 'connecting');
  if (inventory.state.phase !== 'connected') return;
  await until(inventory, ANSWERS_MS, () => [...inventory.databases.values()].every(isAnswered));
}

function isAnswered({ members, storage }: LiveDatabase): boolean {
  return (
    members.every(({ asked }) => asked.state !== 'never') &&
    storage.every(
      ({ used, usedWhy, members: users }) => used !== undefined || users.length === 0 || usedWhy !== NOT_YET,
    )
  );
}

const NOT_YET = 'it has not been measured yet';

/** Resolves when it holds after some change, or when the time is over. */
export function until(inventory: Inventory, longest: number, holds: () => boolean): Promise<void> {
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
