import type { JournalRecord } from '../../core/runner/journal-model.ts';
import type { Told } from '../views/operation/told.ts';

/** So much is kept: at one line a second, more than a quarter of an hour. */
const MOST = 1000;

/** Gathers what the steps of an operation tell: its journal holds only each step's last word. */
export class Telling {
  #all: readonly Told[] = [];
  /** When each step told something last. */
  readonly #last = new Map<string, number>();

  /** The oldest first. */
  get all(): readonly Told[] {
    return this.#all;
  }

  /** Takes what is new in a record. */
  hear({ steps }: JournalRecord): void {
    const fresh = steps.flatMap(({ id, progress }): Told[] => {
      if (progress === undefined || progress.at <= (this.#last.get(id) ?? 0)) return [];
      this.#last.set(id, progress.at);
      const { at, text, measures } = progress;
      return [{ at, step: id, text, ...(measures === undefined ? {} : { measures }) }];
    });
    if (fresh.length > 0) this.#all = [...this.#all, ...fresh].slice(-MOST);
  }
}
