import type { EngineId } from '../../engines/model/engine.ts';
import type { DumpMethod } from '../../engines/model/dump.ts';
import type { Connection } from '../../core/cluster/connection.ts';
import type { PlanDocument } from '../../core/runner/document.ts';
import type { Tell } from '../../core/runner/events.ts';
import type { JournalRecord } from '../../core/runner/journal-model.ts';
import type { NamedDestination, UnreadableDestination } from '../../core/backups/destinations.ts';
import type { Refreshed, RefreshTools } from '../../core/backups/refresh.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import type { planTakeUp } from '../../core/operations/way-back/take-up-plan.ts';
import type { Operations } from '../../core/runner/list.ts';
import type { DatabaseName, Operation, Plan } from '../../core/runner/plan.ts';
import type { Beginning, TakingUp } from '../../core/runner/run.ts';

import type { CronJobName } from './cron-jobs.ts';
import type { nextRuns } from './next-runs.ts';

/** A way to back up, as far as a person chooses by it. */
export type BackupMethod = Pick<DumpMethod, 'method' | 'consistency' | 'leavesOut'> & {
  /** A person may name a Secret with an account for it, where the image's own is not let in from another pod. */
  readonly takesLogin?: boolean;
};

/** What the editor needs of the operations' core; it stands in `dist/core.cjs`. Tests bring their own. */
export interface OperationsCore {
  readonly operations: readonly Operation[];
  readonly describe: (plan: Plan) => PlanDocument;
  readonly markdown: (document: PlanDocument) => string;
  /** The plan with which an operation is taken up again. */
  readonly planTakeUp: typeof planTakeUp;
  readonly run: (beginning: Beginning & { readonly onEvent: Tell }) => Promise<JournalRecord>;
  readonly resume: (takingUp: TakingUp & { readonly onEvent: Tell }) => Promise<JournalRecord>;
  readonly cancel: (connection: Connection, record: JournalRecord, pointOfNoReturn?: string) => Promise<JournalRecord>;
  readonly list: (
    connection: Connection,
    namespace: string | undefined,
    database?: DatabaseName,
  ) => Promise<Operations>;
  /** How an engine's databases can be backed up, the best first; empty where Plinth has not learnt it. */
  readonly methods: (engine: EngineId) => readonly BackupMethod[];
  /** Whether Plinth knows how to hold an engine still while its volume is snapshotted. */
  readonly snapshots: (engine: EngineId) => boolean;
  /** The next runs of a schedule, in milliseconds since 1970, or what is wrong with it in plain words. */
  readonly nextRuns: typeof nextRuns;
  /** Where backups of a namespace may go. */
  readonly destinations: (
    connection: Connection,
    namespace: string,
  ) => Promise<{
    readonly destinations: readonly NamedDestination[];
    readonly unreadable: readonly UnreadableDestination[];
  }>;
  /** Makes a destination. It names a Secret where one is needed, and holds none. */
  readonly makeDestination: (connection: Connection, namespace: string, named: NamedDestination) => Promise<void>;
  /** Names of the claims of a namespace, for a destination to be chosen. */
  readonly claims: (connection: Connection, namespace: string) => Promise<readonly string[]>;
  /** Reads all destinations of a database anew, by Jobs; what is known of its backups is written anew from that. */
  readonly refreshBackups: (
    connection: Connection,
    database: LiveDatabase,
    options: Pick<RefreshTools, 'tell' | 'signal'>,
  ) => Promise<Refreshed>;
  /** Lets a CronJob make no backups until it is resumed, or lets it again. */
  readonly suspend: (connection: Connection, name: CronJobName, isSuspended: boolean) => Promise<void>;
  /** Makes a Job of a CronJob now; gives its name. `now` in milliseconds since 1970. */
  readonly runNow: (connection: Connection, name: CronJobName, now: number) => Promise<string>;
  readonly watch: (
    connection: Connection,
    namespace: string | undefined,
    options: { readonly database?: DatabaseName; readonly signal: AbortSignal },
  ) => AsyncGenerator<Operations, void, void>;
}
