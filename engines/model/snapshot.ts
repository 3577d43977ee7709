import type { JobScript } from './dump.ts';
import type { EngineContext, EngineId } from './engine.ts';

/**
 * How an engine is held still, or made ready, while its volume is snapshotted, and what must be done to the files of a snapshot before a server starts on them. One
 * session does it all: what a session holds ends with it.
 */
export interface SnapshotEngine {
  readonly engine: EngineId;
  /** `application`: nothing was half done; `crash`: as after a power cut. */
  readonly consistency: 'application' | 'crash';
  /** Why this database cannot be held; undefined where it can. */
  readonly unable: (context: EngineContext) => string | undefined;
  /** Nobody can write while it is held. */
  readonly blocks: boolean;
  /** A second snapshot of the same volume is taken between `stop` and `release`: it holds the log that was written during the first. */
  readonly second: boolean;
  /**
   * Logs in at `$HOST` and `$PORT`. Prints `plinth=held` once a snapshot may be taken, waits for the file `$MEET/stop`, ends what it holds, prints `plinth=stopped`, and waits for
   * `$MEET/release` before the session ends. Nobody came within `$HOLD` seconds: it ends by itself, not with 0. Other lines `key=value` are facts: `version`, `identity`,
   * `position.start`, `position.end`, `label`.
   */
  readonly session: (context: EngineContext) => JobScript;
  /**
   * For a Job of the server's image and user: makes the files in `$DATA` ready for a server of their own. `$LOG` is the same directory in the second snapshot, `$LABEL` the
   * fact `label`. Ends with {@link ./dump.REFUSED} where the files are at fault.
   */
  readonly mend: (context: EngineContext) => string;
  /** What such a snapshot does not hold, in plain words. */
  readonly leavesOut: readonly string[];
  readonly source: string;
}
