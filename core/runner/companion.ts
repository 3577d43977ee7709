import { Cancelled } from './attempt.ts';
import type { Clock } from './clock.ts';
import type { Progress } from './hand.ts';
import type { Journal } from './journal.ts';

/** In milliseconds. How often the journal is asked for a wish: a cancel must be seen within 3 s. */
const TICK = 2_000;
/** A step that said nothing for so long is spoken for; with the tick and a watcher's own look at the journal, nothing is silent for 10 s. */
const SILENCE = 6_500;
/** How often progress is written to the journal, for other clients. */
const WRITE = 5_000;

export interface CompanionPlace {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly told: (step: string, progress: Progress) => void;
  /** Aborted: the person at this runner wishes to cancel. */
  readonly signal: AbortSignal | undefined;
}

/** Goes beside the loop: sees wishes, says «still at it», and writes progress. */
export class Companion {
  readonly #place: CompanionPlace;
  readonly #cancelled = new AbortController();
  readonly #ended = new AbortController();
  #lastTold = 0;
  #lastWritten = 0;
  #looking = false;
  readonly #onAbort = (): void => {
    this.#place.journal.note({ wish: 'cancel' });
    this.#cancel();
  };

  constructor(place: CompanionPlace) {
    this.#place = place;
    this.#lastTold = place.clock.now();
    if (place.signal?.aborted === true) this.#onAbort();
    if (place.journal.record.wish === 'cancel') this.#cancel();
    place.signal?.addEventListener('abort', this.#onAbort);
    void this.#run();
  }

  get cancelled(): AbortSignal {
    return this.#cancelled.signal;
  }

  end(): void {
    this.#ended.abort();
    this.#place.signal?.removeEventListener('abort', this.#onAbort);
  }

  /** Keeps and tells a step's progress. */
  tell(step: string, progress: Progress): void {
    const { journal, clock, told } = this.#place;
    const at = clock.now();
    this.#lastTold = at;
    journal.noteStep(step, { progress: { ...progress, at } });
    told(step, progress);
    if (at - this.#lastWritten < WRITE) return;
    this.#lastWritten = at;
    // A failure shows at the step's own next write.
    journal.save().catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { clock } = this.#place;
    while (!this.#ended.signal.aborted) {
      try {
        await clock.sleep(TICK, this.#ended.signal);
      } catch {
        return;
      }
      this.#speak();
      void this.#look();
    }
  }

  #speak(): void {
    const { journal, clock } = this.#place;
    const now = clock.now();
    const step = journal.record.steps.find(({ state }) => state === 'running' || state === 'undoing');
    if (step === undefined || now - this.#lastTold < SILENCE) return;
    const seconds = Math.round((now - (step.started ?? now)) / 1000);
    this.tell(step.id, { text: `still at it, ${String(seconds)} s` });
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    await this.#place.journal.look().catch(() => undefined);
    this.#looking = false;
    if (this.#place.journal.record.wish === 'cancel') this.#cancel();
  }

  #cancel(): void {
    if (!this.#cancelled.signal.aborted) this.#cancelled.abort(new Cancelled('It was cancelled by a person’s wish.'));
  }
}
