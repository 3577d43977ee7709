import type { PlanDocument } from '../../../core/runner/document.ts';
import type { JournalRecord, StepRecord } from '../../../core/runner/journal-model.ts';
import type { Protection } from '../../preferences/context-rules.ts';
import type { Told } from './told.ts';
import type { LiveSeen } from './topology/model.ts';

/** What the page of one operation shows: a value, made anew at every change. */
export interface OperationSeen {
  readonly context: { readonly name: string; readonly label: string | undefined; readonly protection: Protection };
  /** `shop/orders`. */
  readonly database: { readonly namespace: string; readonly name: string };
  /** As it was planned last; undefined where only its journal is known. */
  readonly plan: PlanDocument | undefined;
  /** Undefined: it was not begun. */
  readonly record: JournalRecord | undefined;
  /** Who is at it. `nobody`: it has ended, was not begun, or waits to be taken up again. */
  readonly runner: 'here' | 'elsewhere' | 'nobody';
  /** The name of whoever is at it, where that is another and known. */
  readonly holder?: string | undefined;
  /** What its steps have told while this editor looked on, the oldest first. */
  readonly told: readonly Told[];
  /** What the watch of the cluster knows of it now; undefined where it is not seen. */
  readonly live?: LiveSeen | undefined;
  /** Something is under way that the buttons must wait for: «Reading the cluster …». */
  readonly busy: string | undefined;
  /** Why something could not be done. */
  readonly problem: string | undefined;
}

/** Not ended, and nobody is at it. */
export const isLeft = ({ record, runner }: Pick<OperationSeen, 'record' | 'runner'>): boolean =>
  record !== undefined && runner === 'nobody' && (!hasEnded(record) || record.phase === 'needs-attention');

/** The step at which it stands; where nobody is at it, the one at which it was left. */
export const stepAt = ({ steps }: JournalRecord): StepRecord | undefined =>
  steps.find(({ state }) => state === 'running' || state === 'undoing');

/** When its runner gave the last sign of life, in milliseconds since 1970. */
export const lastSign = ({ started, ended, steps }: JournalRecord): number =>
  Math.max(
    started,
    ended ?? 0,
    ...steps.flatMap((step) => [step.started ?? 0, step.ended ?? 0, step.progress?.at ?? 0]),
  );

/** Whether nothing more happens by itself. */
export const hasEnded = ({ phase }: Pick<JournalRecord, 'phase'>): boolean =>
  phase !== 'planned' && phase !== 'running' && phase !== 'undoing';
