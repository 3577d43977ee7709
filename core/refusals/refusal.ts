import type { ApiObject, Connection, ExecResult } from '../cluster/connection.ts';
import type { LiveDatabase } from '../inventory/model.ts';
import type { Refusal } from '../runner/step.ts';

/** What a check of a refusal looks at, read once when a plan is made, and anew before each step that takes something away. */
export interface Seen {
  readonly connection: Pick<Connection, 'read' | 'list' | 'get'>;
  /** As the inventory sees it now. */
  readonly database: LiveDatabase;
  /** The workload as the API gives it, with its managed fields. */
  readonly workload: ApiObject;
  readonly signal?: AbortSignal;
  /** Runs a script in a member's container; where it is absent, running servers are not asked, and what only they know is not known. */
  readonly ask?: (pod: string, script: string) => Promise<ExecResult>;
}

/**
 * One refusal of the table, in a file named after it (`r6-when-scaled-delete.ts`). Empty: it is allowed. What cannot be seen is refused, with what could not be
 * seen as the evidence. Throws {@link ../cluster/trouble.ClusterTrouble} for an API that fails otherwise.
 */
export type Check = (seen: Seen) => Promise<readonly Refusal[]> | readonly Refusal[];
