import type { Progress } from './hand.ts';
import type { JournalRecord } from './journal-model.ts';

/** What a runner tells while it works; `record` is always the newest. Nothing secret is in it. */
export type RunnerEvent =
  /** The operation has begun, turned back, or ended. */
  | { readonly type: 'phase'; readonly record: JournalRecord }
  /** A step has another state. */
  | { readonly type: 'step'; readonly record: JournalRecord; readonly step: string }
  /** A running step told something, or the runner says that it is still at it; at least every 10 s. */
  | { readonly type: 'progress'; readonly record: JournalRecord; readonly step: string; readonly progress: Progress }
  /** The record stands in the cluster as it is here. */
  | { readonly type: 'journal'; readonly record: JournalRecord };

export type Tell = (event: RunnerEvent) => void;
