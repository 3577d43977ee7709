import type { Estimate, Facts, Refusal, Step } from './step.ts';
import type { Json } from '../../engines/model/object.ts';
import type { Connection } from '../cluster/connection.ts';
import type { LiveDatabase } from '../inventory/model.ts';

export type OperationId =
  | 'backup'
  | 'verify-backup'
  | 'restore'
  | 'stop'
  | 'start'
  | 'restart'
  | 'prune-backups'
  | 'schedule-backups'
  | 'unschedule-backups'
  | 'schedule-hours'
  | 'unschedule-hours'
  | 'switchover'
  | 'failover'
  | 'fence'
  | 'unfence'
  | 'rejoin'
  | 'add-standby'
  | 'remove-standby';

/** Names one database for an operation; stays the same while it is stopped. */
export interface DatabaseName {
  readonly namespace: string;
  /** `StatefulSet`. */
  readonly kind: string;
  readonly name: string;
}

/** What a person asks of an operation: plain JSON, as the journal keeps it. No secret: credentials are named by their Secret. */
export type Parameters = Readonly<Record<string, Json>>;

/** A loss or a time that is expected, and why. */
export interface Expectation {
  /** Undefined is unknown, and is shown as unknown. */
  readonly seconds: number | undefined;
  readonly from: string;
}

/** What an operation is planned from. Planning only reads. */
export interface Situation {
  readonly connection: Connection;
  /** As the inventory sees it now. */
  readonly database: LiveDatabase;
  readonly signal?: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** For names: eight characters of a–z and 0–9. */
  readonly id: string;
  /** Facts of the journal, where an operation is taken up again. */
  readonly facts: Facts;
}

/** The ordered steps of one operation on one database, made by reading only. */
export interface Plan {
  readonly operation: OperationId;
  readonly database: DatabaseName;
  readonly parameters: Parameters;
  /** `Stop orders`. */
  readonly title: string;
  /** One or two sentences: what will be so at the end. */
  readonly outcome: string;
  /** `typed`: the database's name is asked for. `confirmed`: yes or no. `free`: it only reads, or makes things beside the database. */
  readonly danger: 'typed' | 'confirmed' | 'free';
  readonly steps: readonly Step[];
  /** Any of them keeps it from running; those of the kind `typed` may be accepted. */
  readonly refusals: readonly Refusal[];
  /** What a person should know before. */
  readonly warnings: readonly string[];
  /** Expected loss of acknowledged writes, and the time without writes. */
  readonly rpo: Expectation;
  readonly rto: Expectation;
  readonly estimate: Estimate | undefined;
  /** Who leads, and who is to, where roles change; absent where nobody was found, or no role changes. */
  readonly roles?: PlannedRoles;
}

/** How far a replica is behind its primary, as both said when the plan was made; what is absent nobody knows. */
export interface PlannedGap {
  /** The pod's name. */
  readonly name: string;
  readonly bytes?: number;
  readonly seconds?: number;
  readonly transactions?: number;
}

/** A change of roles, for those who show it; nothing is done by it. Members are named by their pods. */
export interface PlannedRoles {
  readonly leader: string;
  readonly candidate: string;
  /** Services through which clients write; empty where there is none. */
  readonly services: readonly string[];
  readonly gaps: readonly PlannedGap[];
  /** What keeps the old leader from writing, in a sentence. */
  readonly fence: string;
}

/** One operation: everything that is peculiar to it. */
export interface Operation {
  readonly id: OperationId;
  /** `Stop`, as a button says it. */
  readonly title: string;
  /** Reads the database and says what would be done. Throws only {@link ../cluster/trouble.ClusterTrouble} and for parameters that make no sense, a {@link BadParameter}. */
  readonly plan: (situation: Situation, parameters: Parameters) => Promise<Plan>;
}

/** A parameter that makes no sense; the message names it and says what is possible. */
export class BadParameter extends Error {
  override readonly name = 'BadParameter';
}
