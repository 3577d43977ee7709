import type { EngineContext, EngineId } from './engine.ts';
import type { RestFacts } from './stopping.ts';
import type { Unfit } from './switching.ts';

/**
 * How a replica takes over from a primary that says nothing any more, and what is lost by that. Its scripts and facts otherwise are those of
 * {@link ./switching.SwitchingEngine}, under the same rules.
 */
export interface FailingOverEngine {
  readonly engine: EngineId;
  /** Why this replica may not lead, whoever led before; empty: it may. `others`: what the other replicas say. How far it is behind nobody can ask. */
  readonly cannotLead: (candidate: RestFacts, others: readonly RestFacts[]) => readonly Unfit[];
  /** By how much one replica has received more than another one, in the engine's own unit: bytes, transactions. Negative: less; undefined: they cannot be compared. */
  readonly ahead: (one: RestFacts, other: RestFacts) => number | undefined;
  /** In plain words, what it has received and not applied yet; undefined: nothing is left. Unknown is a reason. */
  readonly unapplied: (candidate: RestFacts) => string | undefined;
  /** Whether another replica can follow this one after its promotion without being made anew; in plain words why not. Undefined: it can, as far as is known. */
  readonly cannotFollow: (candidate: RestFacts, other: RestFacts) => string | undefined;
  /** The last moment of which the replica has a commit, milliseconds since 1970; undefined is unknown. For words, never for a decision. */
  readonly lastCommit?: (replica: RestFacts) => number | undefined;
  /**
   * Reads what the old primary has and the candidate has not, in the server's own image, with the old data directory in `$DATA`, read only, while no server runs on it.
   * `$FACTS` holds the lines of the candidate's facts, all applied. Prints `transactions=` (commits that the candidate lacks), `bytes=` where the log is counted so, and
   * `last=` (when the last of them was committed, as the engine writes it); ends with another code than 0, and a line `why=`, where it cannot be told. Absent: nobody can read it.
   */
  readonly lost?: (context: EngineContext) => string;
  readonly source: string;
}
