import { Cancelled, makeSure, observe, perform, takeBack } from './attempt.ts';
import { DeadMan } from './dead-man.ts';
import type { Journal } from './journal.ts';
import { NOT_BEGUN, type Phase, type StepRecord } from './journal-model.ts';
import type { Plan } from './plan.ts';
import type { Observation, Step } from './step.ts';
import { LeaseLost } from './trouble.ts';
import type { HandPlace } from './working-hand.ts';

export interface CoursePlace extends HandPlace {
  readonly plan: Plan;
  /** What an earlier runner took away has its deadline from now on (`renewed`), or from when it was taken away (`kept`). */
  readonly deadMan: 'kept' | 'renewed';
  /** Aborted, with a {@link Cancelled}, when somebody wishes that the operation be taken back. */
  readonly cancelled: AbortSignal;
  readonly stepChanged: (step: string) => void;
  readonly phaseChanged: () => void;
}

/** How an operation ended; what is not `done` has a reason. */
export interface Ending {
  readonly phase: Phase;
  readonly reason?: string;
  readonly attention?: readonly string[];
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * The loop. Forward: observe, journal the intent, look whether it is safe, act, verify, journal the outcome. Back: the same for undo, in reverse. Which steps
 * are to be taken back is decided by what is observed, not by the journal; only a step that this operation itself noted as found done before is left alone.
 */
export class Course {
  readonly #place: CoursePlace;
  readonly #journal: Journal;
  readonly #steps: readonly Step[];
  /** What `always` steps could not clean up, in words and commands. */
  readonly #untidy: { readonly reason: string; readonly commands: readonly string[] }[] = [];
  readonly #tidied = new Set<Step>();
  readonly #deadMan: DeadMan;
  #noReturn: boolean;

  constructor(place: CoursePlace) {
    this.#place = place;
    this.#journal = place.journal;
    this.#steps = place.plan.steps;
    this.#noReturn = this.#steps.some((step) => step.pointOfNoReturn === true && this.#hasBegun(step));
    this.#deadMan = new DeadMan(place.clock);
    for (const step of this.#steps) {
      const { state, started } = this.#recordOf(step) ?? {};
      const isTaken = state === 'running' || state === 'done';
      if (isTaken) this.#deadMan.arm(step, place.deadMan === 'kept' ? (started ?? 0) : place.clock.now());
      if (state === 'done' && step.bringsWritesBack === true) this.#deadMan.disarm();
    }
  }

  /** Ends its timer. */
  end(): void {
    this.#deadMan.end();
  }

  /** After it there is no way back. */
  get pastReturn(): boolean {
    return this.#noReturn;
  }

  /** Throws {@link LeaseLost} only. */
  async forward(): Promise<Ending> {
    for (const [index, step] of this.#steps.entries()) {
      try {
        this.#stop()?.throwIfAborted();
        await this.#advance(step);
      } catch (error) {
        if (error instanceof LeaseLost) throw error;
        const cancelled = error instanceof Cancelled;
        const reason = cancelled ? error.message : `${step.title}: ${words(error)}`;
        if (!cancelled) await this.#fail(step, words(error));
        if (step.always === true) this.#untidy.push({ reason, commands: step.commands });
        else if (this.#noReturn) return this.#tidy({ ...this.#tooLate(index), reason });
        else return this.back(reason, Math.max(index, this.#lastBegun()));
      }
    }
    return this.#tidy({ phase: 'done' });
  }

  async #advance(step: Step): Promise<void> {
    const { clock } = this.#place;
    const before = this.#stateOf(step);
    const seen = await observe(this.#place, step, this.#stop());
    if (seen.state === 'done') {
      // After a point of no return that somebody passed there is no way back either.
      if (step.pointOfNoReturn === true) this.#noReturn = true;
      const state = NOT_BEGUN.includes(before) ? 'skipped' : 'done';
      await this.#change(step, { state, evidence: seen.evidence, ended: clock.now() });
      if (step.bringsWritesBack === true) this.#deadMan.disarm();
      if (step.always === true) this.#tidied.add(step);
      return;
    }
    if (seen.state === 'impossible') throw new Error(seen.evidence);
    await this.#change(step, { state: 'running', started: clock.now(), evidence: seen.evidence });
    await this.#makeSure(step, before);
    this.#deadMan.arm(step, clock.now());
    if (step.pointOfNoReturn === true) this.#noReturn = true;
    const { evidence } = await perform(this.#place, step, this.#stop());
    if (step.always === true) this.#tidied.add(step);
    await this.#change(step, { state: 'done', ended: clock.now(), evidence });
    if (step.bringsWritesBack === true) this.#deadMan.disarm();
  }

  /** A point of no return that was found unsafe has not begun: the journal must say so before anything is taken back. */
  async #makeSure(step: Step, before: StepRecord['state']): Promise<void> {
    try {
      await makeSure(this.#place, step, this.#stop());
      this.#stop()?.throwIfAborted();
    } catch (error) {
      if (step.pointOfNoReturn === true && !this.#noReturn) await this.#change(step, { state: before });
      throw error;
    }
  }

  /** Takes back what is there of the steps up to `last`, the newest first. Throws {@link LeaseLost} only. */
  async back(reason: string, last = this.#steps.length - 1): Promise<Ending> {
    this.#journal.note({ phase: 'undoing', reason });
    this.#place.phaseChanged();
    await this.#save();
    let undone = 0;
    for (let index = last; index >= 0; index--) {
      const step = this.#steps[index];
      if (step === undefined || step.always === true || this.#stateOf(step) === 'skipped') continue;
      try {
        if (await this.#undo(step)) undone++;
      } catch (error) {
        if (error instanceof LeaseLost) throw error;
        await this.#change(step, { state: 'failed', evidence: words(error) }, true);
        const trouble = `It could not be taken back at «${step.undo?.title ?? step.title}»: ${words(error)}`;
        const attention = this.#steps
          .slice(0, index + 1)
          .reverse()
          .filter((one) => !['skipped', 'undone', 'waiting'].includes(this.#stateOf(one)))
          .flatMap(({ undo }) => undo?.commands ?? []);
        return this.#tidy({ phase: 'needs-attention', reason: `${reason} ${trouble}`, attention });
      }
    }
    const wished = this.#journal.record.wish === 'cancel';
    return this.#tidy({ phase: wished ? 'cancelled' : undone > 0 ? 'rolled-back' : 'failed', reason });
  }

  /** Whether there was something to take back. */
  async #undo(step: Step): Promise<boolean> {
    const state = this.#stateOf(step);
    const begun = this.#hasBegun(step);
    if (step.undo === undefined) {
      // Broken off; what it made does no harm.
      if (state === 'running') await this.#change(step, { state: 'failed', ended: this.#place.clock.now() }, true);
      return false;
    }
    // A step of which nothing can be seen is taken back where it was begun: undo verifies itself.
    const seen: Observation = await observe(this.#place, step, undefined).catch((error: unknown) => {
      if (error instanceof LeaseLost) throw error;
      return { state: 'impossible', evidence: words(error) };
    });
    if (seen.state === 'todo' || (seen.state === 'impossible' && !begun)) {
      if (begun && state !== 'failed')
        await this.#change(step, { state: 'undone', ended: this.#place.clock.now() }, true);
      return false;
    }
    await this.#change(step, { state: 'undoing', started: this.#place.clock.now(), evidence: seen.evidence }, true);
    const { evidence } = await takeBack(this.#place, step);
    await this.#change(step, { state: 'undone', ended: this.#place.clock.now(), evidence }, true);
    return true;
  }

  /** Runs `always` steps that have not run, whatever became of the others. */
  async #tidy(ending: Ending): Promise<Ending> {
    const untried = this.#steps.filter((step) => step.always === true && !this.#tidied.has(step));
    for (const step of ending.phase === 'done' ? [] : untried) {
      try {
        const seen = await observe(this.#place, step, undefined);
        if (seen.state === 'done') {
          // An earlier runner did it, and could not say so any more.
          const { evidence } = seen;
          if (this.#stateOf(step) === 'running')
            await this.#change(step, { state: 'done', evidence, ended: this.#place.clock.now() }, true);
          continue;
        }
        await this.#change(step, { state: 'running', started: this.#place.clock.now() }, true);
        const { evidence } = await perform(this.#place, step, undefined);
        await this.#change(step, { state: 'done', ended: this.#place.clock.now(), evidence }, true);
      } catch (error) {
        if (error instanceof LeaseLost) throw error;
        await this.#change(step, { state: 'failed', evidence: words(error) }, true);
        this.#untidy.push({ reason: `${step.title}: ${words(error)}`, commands: step.commands });
      }
    }
    if (this.#untidy.length === 0) return ending;
    const { reason, attention = [] } = ending;
    return {
      phase: 'needs-attention',
      reason: [reason, ...this.#untidy.map((one) => one.reason)].filter((text) => text !== undefined).join(' '),
      attention: [...attention, ...this.#untidy.flatMap(({ commands }) => commands)],
    };
  }

  /** A point of no return that has not begun does not count as failed: who takes the operation up may still go back. */
  async #fail(step: Step, evidence: string): Promise<void> {
    const begun = step.pointOfNoReturn !== true || this.#noReturn;
    const ended = this.#place.clock.now();
    await this.#change(step, { state: begun ? 'failed' : 'waiting', ended, evidence }, true);
  }

  #tooLate(index: number): Ending {
    const rest = this.#steps.slice(index).filter(({ always }) => always !== true);
    return { phase: 'needs-attention', attention: rest.flatMap(({ commands }) => commands) };
  }

  #stateOf(step: Step): StepRecord['state'] {
    return this.#recordOf(step)?.state ?? 'waiting';
  }

  #recordOf(step: Step): StepRecord | undefined {
    return this.#journal.record.steps.find(({ id }) => id === step.id);
  }

  /** One that failed at the first look, before its intent was written down, has done nothing. */
  #hasBegun(step: Step): boolean {
    const { state = 'waiting', started } = this.#recordOf(step) ?? {};
    return !NOT_BEGUN.includes(state) && !(state === 'failed' && started === undefined);
  }

  /** An earlier run may have come further than this one. */
  #lastBegun(): number {
    return this.#steps.findLastIndex((step) => this.#hasBegun(step));
  }

  /** A wish to cancel, or a time without writes that was too long, breaks off a step only where it can still be taken back. */
  #stop(): AbortSignal | undefined {
    return this.#noReturn ? undefined : AbortSignal.any([this.#place.cancelled, this.#deadMan.late]);
  }

  /** `leniently`: on the way back a journal that cannot be written stops nothing, because a database without writes is worse than a gap in the record. */
  async #change(step: Step, change: Partial<StepRecord>, leniently = false): Promise<void> {
    this.#journal.noteStep(step.id, change);
    this.#place.stepChanged(step.id);
    await (leniently ? this.#save() : this.#journal.save());
  }

  async #save(): Promise<void> {
    await this.#journal.save().catch((error: unknown) => {
      if (error instanceof LeaseLost) throw error;
    });
  }
}
