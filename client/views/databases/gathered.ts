import type { Element } from './element.ts';
import type { DatabaseTree, Touched } from './tree.ts';

/** How long changes are gathered before the editor is told, in milliseconds. */
export const GATHER_MS = 50;

/** Gathers what was touched, and then says once which rows differ. */
export class Gathered {
  readonly #tree: DatabaseTree;
  readonly #tell: (changed: readonly Element[] | 'all') => void;
  #all = false;
  readonly #touched = new Map<string, Set<string> | 'all'>();
  #timer: NodeJS.Timeout | undefined;

  constructor(tree: DatabaseTree, tell: (changed: readonly Element[] | 'all') => void) {
    this.#tree = tree;
    this.#tell = tell;
  }

  touch({ context, databases }: Touched): void {
    if (context === undefined) this.#all = true;
    else {
      const before = this.#touched.get(context);
      if (databases === undefined || before === 'all') this.#touched.set(context, 'all');
      else this.#touched.set(context, new Set([...(before ?? []), ...databases]));
    }
    this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #flush(): void {
    this.#timer = undefined;
    const touched = [...this.#touched];
    this.#touched.clear();
    const all = this.#all;
    this.#all = false;
    const changes = all
      ? this.#tree.changes()
      : touched.flatMap(([context, databases]) => {
          const changed = this.#tree.changes(databases === 'all' ? { context } : { context, databases });
          return changed === 'all' ? [] : changed;
        });
    if (changes === 'all' || changes.length > 0) this.#tell(changes);
  }
}
