/**
 * Who brought a change about. The client knows of an `edit` of its own and asks again by itself; of one in the `world` (files on disk,
 * settings, a folder that has been read) it must be told.
 */
export type Cause = 'edit' | 'world';

/** Tells those who keep answers that these may be out of date. */
export class Changes {
  readonly #listeners = new Set<(cause: Cause) => void>();
  #generation = 0;

  /** Grows with every change: an answer of the same generation still holds. */
  get generation(): number {
    return this.#generation;
  }

  tell(cause: Cause): void {
    this.#generation += 1;
    for (const listener of [...this.#listeners]) listener(cause);
  }

  /** Gives a function that ends the listening. */
  listen(listener: (cause: Cause) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The next change, or the end of `until`. */
  next(until: (end: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      const end = this.listen(() => {
        end();
        resolve();
      });
      until(() => {
        end();
        resolve();
      });
    });
  }
}

/** Runs `action` once things have been quiet for `quietMs`, and at the latest `patienceMs` after the first call. */
export class Debounced {
  readonly #action: () => void;
  readonly #quietMs: number;
  readonly #patienceMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since = 0;

  constructor(action: () => void, quietMs: number, patienceMs: number) {
    this.#action = action;
    this.#quietMs = quietMs;
    this.#patienceMs = patienceMs;
  }

  soon(): void {
    const now = Date.now();
    if (this.#timer === undefined) this.#since = now;
    else clearTimeout(this.#timer);
    const wait = Math.max(0, Math.min(this.#quietMs, this.#since + this.#patienceMs - now));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#action();
    }, wait);
  }
}
