import type { EngineContext, EngineId } from './engine.ts';

/** Where a server is reached from another pod, and how one logs in there. */
export interface Reached {
  /** `orders-1.orders.shop.svc` */
  readonly host: string;
  readonly port: number;
}

/**
 * A variable that a Job's container must get, and where from: the same Secret, ConfigMap or literal that the server's own container has. A password is
 * never copied, only referred to.
 */
export interface Inherited {
  /** As the Job's script wants it: `PGPASSWORD`. */
  readonly name: string;
  /** Variables of the server's container that hold it, the first that is there wins. */
  readonly from: readonly string[];
}

/** A script for `/bin/sh` in the server's own image. It has no password in it, and puts none onto a command line. */
export interface JobScript {
  readonly script: string;
  readonly inherits: readonly Inherited[];
}

/**
 * How an engine is dumped to a stream and read back, and how a restored server is checked. In all scripts `$HOST` and `$PORT` say where the server is.
 * The script's last command decides; a dump that breaks off must not end with 0.
 */
export interface DumpEngine {
  readonly engine: EngineId;
  /** Engines whose dump it reads back besides its own. */
  readonly methods: readonly DumpMethod[];
  /** Where this says undefined, the database's method cannot be offered; the string of {@link unable} says why. */
  readonly unable: (context: EngineContext, method: DumpMethod['method']) => string | undefined;
  /**
   * Prints lines `key=value` about the server: `version`, `identity`, `position`, `role` (primary, replica), `busy` (a reason why no backup may start now), and
   * `count.<name>` for what can be counted cheaply (databases, tables, keys). For exec in the server's own container.
   */
  readonly facts: (context: EngineContext) => string;
  /**
   * The same lines again, but from another pod with the dump's own login: asked right before and right after a dump, so that what the dump holds is known to lie
   * between the two. Undefined where that cannot be; then no counts are kept.
   */
  readonly around?: (context: EngineContext) => JobScript;
  /** For exec in a restored server: prints `ok <what was checked>` or `bad <what was found>` a line, and `count.<name>=<n>`; ends with 0 where it could check. */
  readonly check: (context: EngineContext) => string;
  readonly source: string;
}

export interface DumpMethod {
  readonly method: 'logical' | 'physical';
  readonly consistency: 'application' | 'crash';
  /** Writes the backup to standard output. */
  readonly dump: (context: EngineContext) => JobScript;
  /**
   * `load`: reads the backup from standard input into a running, empty server, over the network. `fill`: unpacks it into the empty data directory `$DATA`
   * before the server starts (as the server's own user).
   */
  readonly restore: { readonly kind: 'load' | 'fill'; readonly script: (context: EngineContext) => JobScript };
  /** A check of the unpacked files before the server starts, in the server's image: `pg_verifybackup`, `redis-check-rdb`. Only for `fill`. */
  readonly verifyFiles?: (context: EngineContext) => JobScript;
  /** What such a backup does not hold, in plain words. */
  readonly leavesOut: readonly string[];
  readonly source: string;
}
