import type { PlanDocument } from '../../../core/runner/document.ts';
import type { JournalRecord } from '../../../core/runner/journal-model.ts';
import type { Protection } from '../../preferences/context-rules.ts';

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
  /** Something is under way that the buttons must wait for: «Reading the cluster …». */
  readonly busy: string | undefined;
  /** Why something could not be done. */
  readonly problem: string | undefined;
}

/** Not ended, and nobody is at it. */
export const isLeft = ({ record, runner }: Pick<OperationSeen, 'record' | 'runner'>): boolean =>
  record !== undefined && runner === 'nobody' && (!hasEnded(record) || record.phase === 'needs-attention');

/** Whether nothing more happens by itself. */
export const hasEnded = ({ phase }: Pick<JournalRecord, 'phase'>): boolean =>
  phase !== 'planned' && phase !== 'running' && phase !== 'undoing';
