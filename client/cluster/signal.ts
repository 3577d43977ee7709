/** Tells listeners that something happened; the vscode-free sibling of an event emitter. */
export class Signal<T = void> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Calls back at every {@link tell}, until what it returns is called. */
  readonly on = (listener: (value: T) => void): (() => void) => {
    // A listener that is given twice is two listeners.
    const own = (value: T): void => listener(value);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  };

  tell(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
