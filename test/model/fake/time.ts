import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../../core/runner/index.ts';

/** Milliseconds since 1970 at which every fake world begins. */
const BEGIN = Date.parse('2026-01-05T08:00:00Z');
/** More wake-ups than this in one wait is a loop without end. */
const MOST = 200_000;

const realTimers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

interface Sleeper {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

/** Time that jumps to the next moment somebody waits for as soon as nothing else happens. */
export class Time {
  #now = BEGIN;
  #order = 0;
  readonly #sleepers = new Set<Sleeper>();
  /** Timers of the test runner itself. */
  #real = Infinity;

  readonly now = (): number => this.#now;

  /** Waits so many milliseconds of virtual time; throws when the signal is aborted. */
  readonly sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#sleepers.delete(sleeper);
        reject(new DOMException('Aborted', 'AbortError'));
      };
      const sleeper: Sleeper = {
        at: this.#now + Math.max(0, milliseconds),
        order: this.#order++,
        wake: () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        },
      };
      if (signal?.aborted === true) {
        reject(new DOMException('Aborted', 'AbortError'));
        return;
      }
      signal?.addEventListener('abort', stop, { once: true });
      this.#sleepers.add(sleeper);
    });

  /** The clock of one process, which stops for ever when the process is killed. */
  process(killed: AbortSignal): Clock {
    const never = new Promise<never>(() => undefined);
    const dead = (): boolean => killed.aborted;
    const sleep: Clock['sleep'] = async (milliseconds, signal) => {
      if (dead()) return never;
      try {
        await this.sleep(milliseconds, signal === undefined ? killed : AbortSignal.any([killed, signal]));
      } catch (error) {
        if (dead()) return never;
        throw error;
      }
    };
    return { now: this.now, sleep };
  }

  /** Lets time go by until the promise is settled, and gives what it gave. Throws where nobody waits for anything any more. */
  async during<T>(work: Promise<T>): Promise<T> {
    const state: { settled: boolean } = { settled: false };
    const done = (): void => {
      state.settled = true;
    };
    work.then(done, done);
    for (let count = 0; ; count++) {
      await this.#quiet();
      if (state.settled) return work;
      if (count > MOST) throw new Error(`No end after ${String(MOST)} wake-ups.`);
      let next: Sleeper | undefined;
      for (const one of this.#sleepers)
        if (next === undefined || one.at < next.at || (one.at === next.at && one.order < next.order)) next = one;
      if (next === undefined) throw new Error('Nothing happens any more, and what is waited for has not come.');
      this.#sleepers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
  }

  /** Lets so many milliseconds go by. */
  pass(milliseconds: number): Promise<void> {
    return this.during(this.sleep(milliseconds));
  }

  /** Until all that can happen without this clock has happened: cockatiel has real timers of no length between attempts. */
  async #quiet(): Promise<void> {
    await turn();
    this.#real = Math.min(this.#real, realTimers());
    while (realTimers() > this.#real) {
      await turn();
      this.#real = Math.min(this.#real, realTimers());
    }
  }
}
