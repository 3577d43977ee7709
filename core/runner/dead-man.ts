import { StepFailed } from './attempt.ts';
import type { Clock } from './clock.ts';
import type { Step } from './step.ts';

/**
 * The automatic undo of law 2 («commit-confirmed»): from the moment a step begins to take writes away, the operation has that step's deadline to come to its end or
 * its point of no return; then everything is taken back. The earliest deadline counts. It lives in the runner: when that dies, whoever takes the operation up arms it
 * again from the times in the journal.
 */
export class DeadMan {
  readonly #clock: Clock;
  readonly #late = new AbortController();
  #ended = new AbortController();
  #at = Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Aborted, with a {@link StepFailed}, when the time is over. */
  get late(): AbortSignal {
    return this.#late.signal;
  }

  /** Counts from `began`, in milliseconds since 1970. Steps that leave writes alone change nothing. */
  arm(step: Step, began: number): void {
    if (!step.removesWrites) return;
    const at = began + step.deadline * 1000;
    if (at >= this.#at) return;
    this.#at = at;
    const why = `Writes were to be away for ${String(step.deadline)} s at most since «${step.title}»; that time is over.`;
    const end = (): void => {
      this.#late.abort(new StepFailed(why));
    };
    const left = at - this.#clock.now();
    if (left <= 0) end();
    else void this.#clock.sleep(left, this.#ended.signal).then(end, () => undefined);
  }

  /** Writes are back. */
  disarm(): void {
    this.end();
    this.#ended = new AbortController();
    this.#at = Infinity;
  }

  end(): void {
    this.#ended.abort();
  }
}
