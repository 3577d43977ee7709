import type { EngineContext, EngineId } from './engine.ts';

/**
 * What a member's volume has beside the data, where the members of a set make themselves from one another: a server that a backup was restored to, alone and beside the
 * set, lacks it. Scripts are for `/bin/sh` by exec in the server's own container, and can be run again.
 */
export interface JoiningEngine {
  readonly engine: EngineId;
  /**
   * In plain words, why it is not certain that a member of this workload with an empty volume copies the primary by itself; undefined where its scripts show it. They
   * never initialise one that stands beside others.
   */
  readonly whyNotCloning: (context: EngineContext) => string | undefined;
  /**
   * For a member of the old set: prints what {@link write} wants on standard input. It may not hold a password: where it would, it prints a line `secret=<file>` and no
   * content.
   */
  readonly read: (context: EngineContext) => string;
  /** For the restored server, while it runs: writes it down for the next start, and prints `written=<how many>`. */
  readonly write: (context: EngineContext) => string;
  readonly source: string;
}
