import type { Connection } from '../../core/cluster/connection.ts';
import type { PlanDocument } from '../../core/runner/document.ts';
import type { Tell } from '../../core/runner/events.ts';
import type { JournalRecord } from '../../core/runner/journal-model.ts';
import type { NamedDestination, UnreadableDestination } from '../../core/backups/destinations.ts';
import type { Operations } from '../../core/runner/list.ts';
import type { DatabaseName, Operation, Plan } from '../../core/runner/plan.ts';
import type { Beginning, TakingUp } from '../../core/runner/run.ts';

/** What the editor needs of the operations' core; it stands in `dist/core.cjs`. Tests bring their own. */
export interface OperationsCore {
  readonly operations: readonly Operation[];
  readonly describe: (plan: Plan) => PlanDocument;
  readonly markdown: (document: PlanDocument) => string;
  readonly run: (beginning: Beginning & { readonly onEvent: Tell }) => Promise<JournalRecord>;
  readonly resume: (takingUp: TakingUp & { readonly onEvent: Tell }) => Promise<JournalRecord>;
  readonly cancel: (connection: Connection, record: JournalRecord, pointOfNoReturn?: string) => Promise<JournalRecord>;
  readonly list: (
    connection: Connection,
    namespace: string | undefined,
    database?: DatabaseName,
  ) => Promise<Operations>;
  /** Where backups of a namespace may go. */
  readonly destinations: (
    connection: Connection,
    namespace: string,
  ) => Promise<{
    readonly destinations: readonly NamedDestination[];
    readonly unreadable: readonly UnreadableDestination[];
  }>;
  readonly watch: (
    connection: Connection,
    namespace: string | undefined,
    options: { readonly database?: DatabaseName; readonly signal: AbortSignal },
  ) => AsyncGenerator<Operations, void, void>;
}
