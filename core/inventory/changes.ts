import type { InventoryChange } from './model.ts';

/** Gathers what changed until it is told. */
export class Changes {
  #changed = new Set<string>();
  #removed = new Set<string>();
  #parts = { state: false, orphans: false, missing: false };

  databases(changed: readonly string[], removed: readonly string[]): void {
    for (const id of removed) {
      this.#changed.delete(id);
      this.#removed.add(id);
    }
    for (const id of changed) {
      this.#removed.delete(id);
      this.#changed.add(id);
    }
  }

  part(part: 'state' | 'orphans' | 'missing'): void {
    this.#parts[part] = true;
  }

  /** What is to be told now; undefined where nothing is. */
  take(): InventoryChange | undefined {
    const { state, orphans, missing } = this.#parts;
    if (this.#changed.size + this.#removed.size === 0 && !state && !orphans && !missing) return undefined;
    const change = { state, orphans, missing, changed: [...this.#changed], removed: [...this.#removed] };
    this.#changed = new Set();
    this.#removed = new Set();
    this.#parts = { state: false, orphans: false, missing: false };
    return change;
  }
}
