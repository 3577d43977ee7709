import type { Database } from '../../engines/model/database.ts';

/** A database as it was, and as it would be if the manifests were applied. */
export interface DatabaseChange {
  readonly before: Database;
  /** Undefined where no manifest declares it any more. */
  readonly after: Database | undefined;
  /** It is the same database under another name, kind or namespace, as far as that can be told: then it starts on other claims. */
  readonly isMoved: boolean;
}
