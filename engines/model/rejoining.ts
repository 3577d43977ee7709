import type { JobScript } from './dump.ts';
import type { EngineContext, EngineId } from './engine.ts';

/**
 * How the data of a member whose history went another way, or that lost its way, become those of a replica of the present primary. Both scripts run in a Job in the server's own image, as the
 * server's user, with the member's volume mounted as in its own container, while no server runs on it. Their last words are lines `key=value`; with another exit code
 * than 0 `why=` says in plain words what stands in the way. Run again at any moment, after an end at any moment, they go on.
 *
 * In the environment: `$DATA` the data directory, `$ROOT` where its volume is mounted, `$ID` the operation's id, `$MEMBER` the member's name, `$HOST` and `$PORT` the primary, `$FOLLOW_HOST` and
 * `$FOLLOW_PORT` where replicas follow it, `$FACTS` the lines of the primary's facts, `$CLONES` `yes` where a member with an empty volume copies the primary by itself.
 */
export interface RejoiningEngine {
  readonly engine: EngineId;
  /** In plain words, why no member of this workload can; undefined, or absent: they can. */
  readonly whyNot?: (context: EngineContext) => string | undefined;
  /** What is done, in a sentence; `{member}` stands for the member's name. */
  readonly words: string;
  /**
   * First keeps the old data whole beside the new ones, under the name that it prints as `kept=`; then makes a replica of them. Prints `how=`: `rewound`, `copied` (from the primary), or `emptied` (the
   * member copies the primary itself when it starts).
   */
  readonly rejoin: (context: EngineContext) => JobScript;
  /** Puts the old data back as they were, and removes what was made on the primary. Prints `back=yes`. */
  readonly putBack: (context: EngineContext) => JobScript;
  /** Names under which old data are kept in the volume, for a person who removes them: `{id}` stands for the operation's id. */
  readonly kept: string;
  readonly source: string;
}
