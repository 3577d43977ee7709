import type { Element } from './element.ts';
import { childrenOf, rootsOf } from './children.ts';
import type { Item } from './item.ts';
import { itemOf } from './look.ts';
import type { World } from './world.ts';

/** What may have changed. Without a context: everything. Without databases: all of the context. */
export interface Touched {
  readonly context?: string;
  readonly databases?: ReadonlySet<string>;
}

/** What was handed out of a row, to compare with. */
interface Shown {
  readonly element: Element;
  look?: string;
  children?: readonly string[];
}

/**
 * The tree without an editor: gives rows and how they look, remembers what it gave, and says after a change which rows are no longer as they were
 * given. Rows keep their identity, so the editor keeps selection and unfolding.
 */
export class DatabaseTree {
  readonly #world: World;
  readonly #shown = new Map<string, Shown>();
  #roots: readonly string[] | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  /** The rows below one, or the topmost. */
  children(element?: Element): readonly Element[] {
    const children = element === undefined ? rootsOf(this.#world) : childrenOf(element, this.#world);
    const ids = children.map(({ id }) => id);
    if (element === undefined) this.#roots = ids;
    else this.#remember(element).children = ids;
    return children.map((child) => this.#remember(child).element);
  }

  /** How a row looks; undefined where what it stood for is gone. */
  item(element: Element): Item | undefined {
    const item = itemOf(element, this.#world);
    this.#remember(element).look = JSON.stringify(item);
    return item;
  }

  /** The row with this id, where it was ever given. */
  known(id: string): Element | undefined {
    return this.#shown.get(id)?.element;
  }

  /** The row with this one's id as it was given before, else this one. */
  same(element: Element): Element {
    return this.#remember(element).element;
  }

  /** Rows that must be asked for again after a change; `all` where the topmost ones differ. Rows that are gone are forgotten. */
  changes({ context, databases }: Touched = {}): readonly Element[] | 'all' {
    if (this.#roots === undefined) return [];
    if (context === undefined) {
      const roots = rootsOf(this.#world).map(({ id }) => id);
      if (!same(roots, this.#roots)) {
        this.#shown.clear();
        return 'all';
      }
    }
    const changed: Element[] = [];
    for (const [id, shown] of this.#shown) {
      const { element } = shown;
      if (context !== undefined && element.context !== context) continue;
      const database = 'database' in element ? element.database : undefined;
      if (databases !== undefined && database !== undefined && !databases.has(database)) continue;
      const item = itemOf(element, this.#world);
      if (item === undefined) {
        this.#shown.delete(id);
        continue;
      }
      const looksOther = shown.look !== undefined && shown.look !== JSON.stringify(item);
      const children = shown.children && childrenOf(element, this.#world).map((child) => child.id);
      if (looksOther || (children !== undefined && !same(children, shown.children ?? []))) changed.push(element);
    }
    return changed;
  }

  #remember(element: Element): Shown {
    let shown = this.#shown.get(element.id);
    if (shown === undefined) this.#shown.set(element.id, (shown = { element }));
    return shown;
  }
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one, index) => one === b[index]);
