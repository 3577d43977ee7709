import type { Json } from '../../engines/model/object.ts';
import type { Right } from '../cluster/connection.ts';
import type { Hand } from './hand.ts';

/** How it stands with a step's work, as the cluster shows it. Every answer names what was seen. */
export interface Observation {
  /**
   * `todo`: nothing of it is there. `done`: all of it. `partial`: begun; `act` finishes it. `impossible`: neither done nor can it be; the operation stops here
   * and goes back.
   */
  readonly state: 'todo' | 'done' | 'partial' | 'impossible';
  /** In plain words: «the StatefulSet asks for 0 replicas, and no pod is left». No secret. */
  readonly evidence: string;
}

/** Why something is not done, and the way out. Its ids are those of the design's table of refusals. */
export interface Refusal {
  /** `R6`. */
  readonly id: `R${number}`;
  /** `never`: no way round. `mend`: after the way out it is possible. `typed`: a person may accept it by typing. */
  readonly kind: 'never' | 'mend' | 'typed';
  /** What is refused and why, in one sentence. */
  readonly what: string;
  /** What was seen. */
  readonly evidence: string;
  readonly wayOut: string;
}

/** How long a step is expected to take. */
export interface Estimate {
  readonly seconds: number;
  /** Where the number is from: «4.2 GiB at the 80 MiB/s of the last backup», «a guess». */
  readonly from: string;
}

/** What taking a step back does. Like the step, it can be run again after a crash. */
export interface Undo {
  /** `scale orders back to 3`. */
  readonly title: string;
  /** Exact API calls and commands, for a person who must do it by hand. */
  readonly commands: readonly string[];
  readonly act: (hand: Hand) => Promise<void>;
  /** Whether it is as before the step. An undo that cannot be verified is «needs attention». */
  readonly verify: (hand: Hand) => Promise<Observation>;
}

interface StepBase {
  /** Unique within the plan and the same in every plan of the same operation: `scale-to-zero`. */
  readonly id: string;
  /** As a person reads it: `Scale orders to 0`. */
  readonly title: string;
  /** Exact API calls and commands, as the preview shows them. Never executed from text; never a secret. */
  readonly commands: readonly string[];
  /** Rights beyond those of the runner itself. */
  readonly needs: readonly Right[];
  readonly estimate?: Estimate;
  /** What may be lost or interrupted by it, in plain words; undefined: nothing. */
  readonly risk?: string;
  /** Only looks. Is asked before the act, after it, and first of all when an operation is taken up again. */
  readonly observe: (hand: Hand) => Promise<Observation>;
  /** Is it safe *now*? Empty: yes. Only looks. */
  readonly preconditions?: (hand: Hand) => Promise<readonly Refusal[]>;
  /** Idempotent: run again after a crash it finds its work done, or finishes it. Must stop when `hand.signal` is aborted. */
  readonly act: (hand: Hand) => Promise<void>;
  /** Whether it is done, by looking anew. Default: `observe`. Only `done` counts. */
  readonly verify?: (hand: Hand) => Promise<Observation>;
  /** There is no way back after it: the point of no return. Nothing before it is undone once it has begun. */
  readonly pointOfNoReturn?: true;
  /** When it is done writes are accepted again: the deadline of the step that took them away counts no more. */
  readonly bringsWritesBack?: true;
  /** It cleans up, and is run even when the operation fails or is taken back. Its `undo` is never asked for. */
  readonly always?: true;
}

/**
 * A step. One that takes write availability away has a way back and a deadline in seconds: without them it does not compile. So long after its beginning the
 * operation must have come to its end or its point of no return, else all is taken back by itself.
 */
export type Step =
  | (StepBase & { readonly removesWrites: true; readonly undo: Undo; readonly deadline: number })
  | (StepBase & {
      readonly removesWrites: false;
      /** Absent: there is nothing to take back (it only looked, or what it made does no harm). */
      readonly undo?: Undo;
      /** Seconds until the act counts as failed. Default 600. */
      readonly deadline?: number;
    });

/** Facts that an operation gathers on its way, kept in its journal: numbers, names, positions. Never a secret. */
export type Facts = Readonly<Record<string, Json>>;
