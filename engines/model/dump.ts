import type { Admission, DumpLogin } from './dump-login.ts';
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
  /** Variables of the server's container that hold it (and with `_FILE`, name a file with it), the first that is there wins. */
  readonly from: readonly string[];
  /** It is no secret: a user's name. */
  readonly plain?: true;
  /** Where a person names a Secret with an account for the dump: the key that holds it. It comes from there then, and from nowhere else. */
  readonly account?: 'user' | 'password';
}

/**
 * The exit code of a script that reads a backup back, or checks its files, where what the backup holds is at fault, and not the way to the server. It is sysexits'
 * EX_DATAERR: https://man.freebsd.org/cgi/man.cgi?query=sysexits
 */
export const REFUSED = 65;

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
  /** By which other account a dump may log in. Undefined: only as the image's own variables say. */
  readonly login?: DumpLogin;
  /** Where a new instance would not let a load in from another pod: how it does for a while. */
  readonly admit?: (context: EngineContext) => Admission | undefined;
  /**
   * Prints lines `key=value` about the server: `version`, `identity`, `position`, `role` (primary, replica), `busy` (a reason why no backup may start now), and
   * `count.<name>` for what can be counted cheaply (databases, tables, keys). For exec in the server's own container.
   */
  readonly facts: (context: EngineContext) => string;
  /**
   * The same lines again, but from another pod with the dump's own login: asked right before and right after a dump, so that what the dump holds is known to lie
   * between the two. Besides, where the server counts what was added and removed since it started: `gained.<name>` and `lost.<name>`, rather too many than too
   * few; printed before the count of that name. Undefined where that cannot be; then no counts are kept.
   */
  readonly around?: (context: EngineContext) => JobScript;
  /** For exec in a restored server: prints `ok <what was checked>` or `bad <what was found>` a line, and `count.<name>=<n>`; ends with 0 where it could check. */
  readonly check: (context: EngineContext) => string;
  /**
   * Puts `$PLINTH_QUERY` (in the database `$PLINTH_QUERY_DATABASE`, where that is set) to a server so that nothing can be changed by it, and prints the answer: `job` from another pod
   * with the dump's own login, `local` for exec in the server's container, from a shell of its own. Undefined where Plinth has not learnt it.
   */
  readonly query?: {
    readonly job: (context: EngineContext) => JobScript;
    readonly local: (context: EngineContext) => string;
  };
  /**
   * Arguments of the server that make a copy of it one that stands alone: it takes writes, follows nobody and archives nothing. Undefined where the image hands no
   * arguments on to the server. The last one of a name wins, over files too.
   */
  readonly alone: (context: EngineContext) => readonly string[] | undefined;
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
  /**
   * Which servers read it: `major`, only those of the same major version; `series`, only those of the same major and minor. Absent: newer ones
   * read it, too.
   */
  readonly readBy?: 'major' | 'series';
  /** What such a backup does not hold, in plain words. */
  readonly leavesOut: readonly string[];
  readonly source: string;
}
