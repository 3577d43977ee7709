import type { EngineContext, EngineId } from './engine.ts';

/** What a server at rest says of itself: lines `key=value`. What it does not say is absent: unknown is not zero. */
export type RestFacts = Readonly<Record<string, string>>;

/**
 * How an engine is brought to rest before its database is stopped, and how one knows at its start that it is the same with all that it held. All scripts are for
 * `/bin/sh` by exec in the server's own container; no password is in them, nor comes onto a command line.
 */
export interface StoppingEngine {
  readonly engine: EngineId;
  /** Why now is no time to stop: prints lines `busy=<reason>`. For the primary. */
  readonly busy: (context: EngineContext) => string;
  /** Ends the sessions of clients, not those of replicas. */
  readonly endSessions: (context: EngineContext) => string;
  /** Writes to disk what the shutdown would have to write: then it is short, and the next start has nothing to replay. */
  readonly flush: (context: EngineContext) => string;
  /** Prints the {@link RestFacts}: `role`, `position`, and what else tells this database from another (`identity`, `history`, `keys`). */
  readonly facts: (context: EngineContext) => string;
  /** Nothing was written between these two answers of the primary. */
  readonly isStill: (before: RestFacts, now: RestFacts) => boolean;
  /** In plain words, why the started server does not hold all that the stopped one held; undefined where it does, as far as can be told. */
  readonly lost: (was: RestFacts, is: RestFacts) => string | undefined;
  /** In plain words, what a replica lacks of what its primary has; undefined where it has all. Unknown is a reason. */
  readonly behind: (primary: RestFacts, replica: RestFacts) => string | undefined;
  /**
   * Writes something of Plinth's own through `$HOST` and `$PORT` (or, where `$HOST` is empty, as its administrator does in the container), reads it back and removes it. `$NAME` is a name for it: letters, digits and underscores. Ends with
   * {@link NO_LOGIN} where the server's administrator may not log in from there.
   */
  readonly canary: (context: EngineContext) => string;
  /** For `/bin/sh` in the server's image, with the stopped member's data directory in `$DATA`, read only: prints `state=<the engine's word>`. */
  readonly shutDown?: (context: EngineContext) => string;
  /** Whether that word means that it was shut down in good order. */
  readonly isShutDown?: (state: string) => boolean;
  readonly source: string;
}

/** The exit code of a canary that may not log in over the network. */
export const NO_LOGIN = 93;
