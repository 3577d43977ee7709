const SLICE_MS = 10;

/** The time that work may take before it gives way to others. */
export class Slice {
  #end = performance.now() + SLICE_MS;

  /** Call once a step of a loop: gives way when the time is over. */
  async pause(): Promise<void> {
    if (performance.now() < this.#end) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#end = performance.now() + SLICE_MS;
  }

  /** True when it is time to give way; spares a hot loop the promise of {@link pause}. */
  get over(): boolean {
    return performance.now() >= this.#end;
  }
}
