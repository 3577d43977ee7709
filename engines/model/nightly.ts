import type { EngineContext } from './engine.ts';

/**
 * The plainest good dump of a whole server, as a CronJob in the server's own image makes it every night: what a fix writes for a database that has no backup.
 * For `/bin/sh`, without a pipe: Debian's has no `pipefail`.
 */
export interface NightlyDump {
  /** The last part of the file's name: `sql.gz`. */
  readonly suffix: string;
  /** Lines that write the dump to the file `$target.part`; one that breaks off ends the script, for `set -e` stands above. */
  readonly lines: readonly string[];
  readonly variables: readonly NightlyVariable[];
  readonly source: string;
}

/** A variable that the lines read. */
export interface NightlyVariable {
  readonly name: string;
  readonly holds: 'host' | 'user' | 'password';
  /** Variables of the server's container that hold the same; the first that is there wins. */
  readonly from: readonly string[];
  /** The value where none of them is there; without it the variable is left out. */
  readonly otherwise?: string;
}

/** Undefined where this server cannot be dumped so simply. */
export type Nightly = (context: EngineContext) => NightlyDump | undefined;
