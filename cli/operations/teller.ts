import type { JournalRecord, PlanDocument, Refusal, RunnerEvent } from '../../core/runner/index.ts';
import type { ExitCode } from './exit-codes.ts';

/** What is said beside the steps; the word is the `type` of a line of JSON. */
export type Remark = 'accepted' | 'cancel' | 'left' | 'refused' | 'interrupted';

/** Tells how an operation goes, to people or to machines. */
export interface Teller {
  /** The plan, with all that is refused. */
  readonly plan: (document: PlanDocument, refusals: readonly Refusal[]) => void;
  /** It begins: a record is told of from now on. */
  readonly begin: (plan: PlanDocument) => void;
  readonly event: (event: RunnerEvent) => void;
  readonly say: (remark: Remark, text: string, more?: Readonly<Record<string, unknown>>) => void;
  readonly end: (record: JournalRecord, code: ExitCode) => Promise<void>;
  /** Nothing more comes; what is drawn stays as it is. May be called again. */
  readonly close: () => Promise<void>;
}
