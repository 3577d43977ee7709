import type { EngineContext, Version } from './engine.ts';

/**
 * What a running member is to its database. `primary` and `replica` where one member accepts writes and others follow it; `member` where
 * all are alike (Galera, Cassandra, Elasticsearch); `arbiter` votes and holds no data.
 */
export type MemberRole = 'primary' | 'replica' | 'member' | 'arbiter';

/** How far a replica is behind. What nobody measured is undefined, never zero. */
export interface Lag {
  /** Bytes of WAL, binary log or replication stream that it has yet to apply. */
  readonly bytes?: number;
  /** Seconds since the last applied change was made. */
  readonly seconds?: number;
}

/** A replica as its primary sees it. */
export interface FollowerSeen {
  /** The name or address under which the primary knows it: `application_name`, host, or address of the connection. */
  readonly name: string;
  /** Where its connection comes from, without a port; by it the pod can be found. */
  readonly address?: string;
  /** The engine's own word: `streaming`, `catchup`, `online`. */
  readonly state: string;
  readonly synchronous?: boolean;
  readonly lag?: Lag;
}

/** What one member says of itself. What it does not say is undefined: unknown is not zero, and not false. */
export interface MemberAnswer {
  readonly role: MemberRole;
  /** Whether it accepts writes now. */
  readonly writable: boolean | undefined;
  readonly version?: Version;
  /** Where it is: LSN, GTID set, replication offset, optime; in the engine's own notation. */
  readonly position?: string;
  /** PostgreSQL's timeline, MongoDB's term, Redis' replication id: members with different ones have parted. */
  readonly history?: string;
  /** PostgreSQL's system identifier, a replica set's or cluster's name: members of one database have the same. */
  readonly identity?: string;
  /** For a replica: where it reads from, as host or host:port. */
  readonly upstream?: string;
  /** For a replica: whether it receives changes now. */
  readonly streaming?: boolean;
  /** For a replica: its own measure. */
  readonly lag?: Lag;
  /** For a primary: who follows. */
  readonly followers?: readonly FollowerSeen[];
  /** Milliseconds that a flush to disk takes, where the engine measures it, with what was measured in words. */
  readonly flush?: { readonly milliseconds: number; readonly of: string };
  /** Bytes of the data directory or of all databases, where the engine tells cheaply. */
  readonly dataBytes?: number;
  /** Things a person should know, in plain words: «WAL archiving fails since 12:40», «replay is paused». Never a secret. */
  readonly remarks?: readonly string[];
}

/** One question to a member: a command that runs in its container, with the engine's own client. */
export interface LiveQuestion {
  /**
   * For exec, as it stands: no shell around it but the one in it. No password is in it, nor does one come onto a command line inside the
   * container: clients read it from the container's own environment or files.
   */
  readonly command: readonly string[];
  /** For standard input: the queries. */
  readonly stdin?: string;
  /** The client ends by itself within this time. */
  readonly seconds: number;
  /** Reads what the client printed. Throws {@link UnreadableAnswer} for anything that it does not understand. */
  readonly read: (output: string) => MemberAnswer;
}

/** A printed answer that cannot be understood. The message has no part of the output that may be secret. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

/** How an engine's running members are asked. */
export interface LiveEngine {
  /** The question for a member that runs like this; undefined where nothing can be asked (an image without a client, a start out of sight). */
  readonly ask: (context: EngineContext) => LiveQuestion | undefined;
  /** In plain words, why a client failed, from its exit code and error output: «the password in the Secret is not the server's». No secrets. */
  readonly explain?: (exitCode: number, errors: string) => string | undefined;
  /** At most one member of a database accepts writes; two are an alarm. False for engines whose members are all alike. */
  readonly singleWriter: (context: EngineContext) => boolean;
  /**
   * A follower that streams cannot accept writes (PostgreSQL's recovery): what the primary says of it is as good as asking it. Elsewhere a
   * replica is writable when someone forgot to forbid it.
   */
  readonly followersCannotWrite?: boolean;
  /** Seconds between two questions at the least, where the client itself is costly to start (a JVM, Node). */
  readonly pause?: number;
  /** The client that a person gets in a terminal, without a password on its command line. */
  readonly client: (context: EngineContext) => readonly string[] | undefined;
  /** A connection string without password for a forwarded port: `postgresql://postgres@127.0.0.1:54321/shop`. */
  readonly connection: (
    context: EngineContext,
    address: { readonly host: string; readonly port: number },
  ) => string | undefined;
  readonly source: string;
}
