import type { Clock } from '../../core/runner/index.ts';

/** Milliseconds of real time in which everything that is not waiting for this clock has settled: cockatiel has a timer of its own. */
const SETTLE = 1;

/** A clock that jumps to the next moment somebody waits for as soon as nothing else happens. */
export class VirtualClock implements Clock {
  #now = Date.now();
  readonly #waiting = new Set<{ readonly at: number; readonly wake: () => void }>();

  readonly now = (): number => this.#now;

  readonly sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#waiting.delete(one);
        reject(new DOMException('Aborted', 'AbortError'));
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const one = { at: this.#now + milliseconds, wake };
      if (signal?.aborted === true) {
        stop();
        return;
      }
      signal?.addEventListener('abort', stop);
      this.#waiting.add(one);
    });

  /** For a runner's options. */
  readonly times: Clock = { now: this.now, sleep: this.sleep };

  /** The machine sleeps: time goes by, and nobody is woken. */
  skip(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Lets time go by until the promise is settled. */
  async during<T>(work: Promise<T>): Promise<T> {
    const state = { settled: false };
    const done = (): void => {
      state.settled = true;
    };
    work.then(done, done);
    while (!state.settled) {
      await new Promise((resolve) => setTimeout(resolve, SETTLE));
      const next = [...this.#waiting].sort((a, b) => a.at - b.at)[0];
      if (next === undefined) continue;
      this.#waiting.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
    return work;
  }
}
