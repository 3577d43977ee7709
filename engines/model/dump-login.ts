import type { EngineContext } from './engine.ts';

/** Another account of a server than its administrator's, by which a dump may log in from another pod. */
export interface DumpLogin {
  /** Why the administrator's own account is not let in from another pod, in plain words; undefined where it is. */
  readonly wanted: (context: EngineContext) => string | undefined;
  /** What an account must be allowed on the whole server, as a statement names it. */
  readonly rights: (context: EngineContext) => readonly string[];
  /**
   * For exec in the server's own container: prints `account=<host>` for each account of that name, and `right=<host> <RIGHT>` for each right that it has on the
   * whole server. The name is no secret.
   */
  readonly look: (context: EngineContext, user: string) => string;
  /** Hosts of accounts that may log in from the server's own container only. */
  readonly local: readonly string[];
  /** The statement by which a person makes such an account; `…` stands for its password. */
  readonly create: (user: string) => string;
  readonly grant: (account: { readonly user: string; readonly host: string }, rights: readonly string[]) => string;
  readonly source: string;
}

/** How a new instance lets the login of a load in from other pods, for so long as it is loaded. All scripts are for exec in its container, and hold no password. */
export interface Admission {
  /** As people write it: `root@'%'`. */
  readonly account: string;
  /** Prints `reached=yes` where the server listens to the network, and `admitted=yes` where the account is there; else `no`. */
  readonly look: string;
  /** Makes the account, with the password that the instance has; one that is there stays. What it complains of is never more than an error's number. */
  readonly open: string;
  /** Removes it. */
  readonly close: string;
  readonly source: string;
}
