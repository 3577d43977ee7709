import type { Inventory } from '../core/inventory/inventory.ts';
import type { InventoryChange, LiveDatabase } from '../core/inventory/model.ts';
import { changeLine, contextJson } from './status-json.ts';
import type { Screen, StatusRequest } from './status-request.ts';
import { formatStatus } from './status-text.ts';

/** What is drawn at once, so that a burst of changes does not flicker. */
const DRAW_EVERY_MS = 250;
/** Ages («3 s ago») go on without a change. */
const DRAW_AT_LEAST_MS = 5_000;
const HOME = '\u001b[H';
const CLEAR = '\u001b[2J';
const CLEAR_BELOW = '\u001b[J';
const CLEAR_LINE_END = '\u001b[K';

/** Shows inventories until the screen ends: in place on a terminal, else a line for every change. */
export async function watchStatus(
  inventories: readonly Inventory[],
  format: StatusRequest['format'],
  screen: Screen,
): Promise<void> {
  const stop =
    format === 'json'
      ? tellJson(inventories, screen)
      : screen.terminal
        ? draw(inventories, screen)
        : tellLines(inventories, screen);
  await screen.ended;
  stop();
}

function draw(inventories: readonly Inventory[], screen: Screen): () => void {
  let timer: NodeJS.Timeout | undefined;
  const paint = (): void => {
    timer = undefined;
    const text = formatStatus(inventories, screen.colors, Date.now()).replaceAll('\n', `${CLEAR_LINE_END}\n`);
    screen.write(`${HOME}${text}${CLEAR_BELOW}`);
  };
  const soon = (): void => {
    timer ??= setTimeout(paint, DRAW_EVERY_MS);
  };
  screen.write(CLEAR);
  paint();
  const ends = inventories.map((inventory) => inventory.onChange(soon));
  const steady = setInterval(soon, DRAW_AT_LEAST_MS);
  return () => {
    clearTimeout(timer);
    clearInterval(steady);
    for (const end of ends) end();
    paint();
    screen.write('\n');
  };
}

/** A line for each database whose health, reasons or roles differ, and for each context whose state does. */
function tellLines(inventories: readonly Inventory[], screen: Screen): () => void {
  const told = new Map<string, string>();
  const tell = (key: string, text: string): void => {
    if (told.get(key) === text) return;
    told.set(key, text);
    screen.write(`${new Date().toISOString()} ${text}\n`);
  };
  return listen(inventories, (inventory, { changed, removed }) => {
    const { name } = inventory.context;
    const { state } = inventory;
    tell(name, `${name}: ${state.phase}${state.phase === 'lost' ? `: ${state.trouble.message}` : ''}`);
    for (const id of changed) {
      const database = inventory.databases.get(id);
      if (database) tell(`${name} ${id}`, `${name} ${lineOf(database)}`);
    }
    for (const id of removed) tell(`${name} ${id}`, `${name} ${id} is gone`);
  });
}

function lineOf({ namespace, name, health, replicas, members, reasons }: LiveDatabase): string {
  const primaries = members.filter(({ role }) => role === 'primary').map(({ pod }) => pod.name);
  const primary = primaries.length === 0 ? '' : `, primary ${primaries.join(' and ')}`;
  const why = reasons.length === 0 ? '' : `: ${reasons.join(' ')}`;
  return `${namespace}/${name} ${health}, ${replicas.ready}/${replicas.desired ?? '?'} ready${primary}${why}`;
}

/** First a line with everything, then a line for every change with the databases that differ. */
function tellJson(inventories: readonly Inventory[], screen: Screen): () => void {
  for (const inventory of inventories)
    screen.write(changeLine({ at: Date.now(), ...(contextJson(inventory) as object) }));
  return listen(inventories, (inventory, { changed, removed }) => {
    const { context, state, orphans, missing, databases } = inventory;
    const differing = changed.map((id) => databases.get(id));
    screen.write(
      changeLine({
        at: Date.now(),
        context: { id: context.id },
        state,
        databases: differing,
        removed,
        orphans,
        missing,
      }),
    );
  });
}

function listen(
  inventories: readonly Inventory[],
  listener: (inventory: Inventory, change: InventoryChange) => void,
): () => void {
  const ends = inventories.map((inventory) => inventory.onChange((change) => listener(inventory, change)));
  return () => {
    for (const end of ends) end();
  };
}
