import type { EngineContext, EngineId } from './engine.ts';
import type { RestFacts } from './stopping.ts';

/** Why a member cannot hand its role over, or take it. The id is that of the design's table of refusals. */
export interface Unfit {
  readonly id: 'R4' | 'R11' | 'R14' | 'R17' | 'R20' | 'R24' | 'R30';
  /** In one sentence: «orders-1 replays with a delay of 30 min». `{member}` stands for the member's name. */
  readonly what: string;
  /** What was seen, in the engine's own words. No secret. */
  readonly evidence: string;
  readonly wayOut: string;
}

/** How far a replica was behind its primary when both were asked, one right after the other. What nobody knows is undefined, never zero. */
export interface Gap {
  readonly bytes?: number;
  readonly seconds?: number;
  /** Transactions that the replica lacks, where they can be counted (GTIDs). */
  readonly transactions?: number;
}

/**
 * How members of an engine change roles in order: the primary is fenced by the engine itself (F1: it holds after a restart, too), the candidate waits until it has
 * everything, and only then is promoted. All scripts are for `/bin/sh` by exec in the server's own container, end with 0 only when what they say is so, can be run
 * again at any moment, and wait no longer than 20 s: whoever runs them asks again. No password is in them, nor comes onto a command line: what a
 * member needs to follow another one is read where it is known ({@link link}), and given to standard input of {@link follow}.
 *
 * Facts are lines `key=value` as in {@link RestFacts}: `role`, `writable` (`yes`, `no`), `position`, `history`, `identity`, and the engine's own.
 */
export interface SwitchingEngine {
  readonly engine: EngineId;
  /** Prints the facts by which a plan judges, and steps see how far they are: the same for every member. */
  readonly facts: (context: EngineContext) => string;
  /** Why the primary may not hand over now; empty: it may. */
  readonly cannotHandOver: (primary: RestFacts) => readonly Unfit[];
  /** Why this replica may not take over from this primary now; empty: it may. Unknown is a reason. */
  readonly cannotTakeOver: (primary: RestFacts, candidate: RestFacts) => readonly Unfit[];
  /** How far a replica is behind. */
  readonly gap: (primary: RestFacts, replica: RestFacts) => Gap;
  /**
   * What the others need on the candidate before it leads (replication slots), and what shortens the write gap (a checkpoint). For the candidate and for the primary;
   * `$FACTS` holds the lines of the other one's facts. Prints a line `made=<name>` for each thing that {@link unprepare} must remove.
   */
  readonly prepareCandidate?: (context: EngineContext) => string;
  readonly preparePrimary?: (context: EngineContext) => string;
  /** For the candidate: removes what `$MADE` (names with spaces between) lists; what is in use stays. */
  readonly unprepare?: (context: EngineContext) => string;
  /**
   * For a replica, and for an old primary once it is fenced: prints how it reaches its primary and logs in there, for `fence` and `follow`. It may hold a password: it
   * is never kept, logged or shown.
   */
  readonly link: (context: EngineContext) => string;
  /**
   * F1, for the primary: from now on, and after a restart, it takes no more writes, and its clients' sessions are ended. `stays`: its server goes on, read-only.
   * `restarts`: the script has written down that its next start is as a replica of `$HOST:$PORT`, and told the server to end in order; its pod is replaced then.
   * Standard input is what the candidate's {@link link} has printed: the fenced member keeps it, for the candidate loses it when it is promoted.
   */
  readonly fence: { readonly by: 'stays' | 'restarts'; readonly script: (context: EngineContext) => string };
  /**
   * For the candidate, where fencing ends a server: prints `ended=yes` once it has replayed the last that the old primary ever wrote after its position `$FROM` on its history `$HISTORY`: by that its
   * server was shut down in order, and what was written down for its next start counts. `ended=no` while it has not. Prints nothing where that cannot be told: then
   * the old primary's own answer is waited for.
   */
  readonly hasEnded?: (context: EngineContext) => string;
  /** The way back, for the old primary, as long as nobody else was promoted: it accepts writes again, and does so after a restart. */
  readonly unfence: (context: EngineContext) => string;
  /** Why a fence of this primary would not hold, now or after a restart; part of {@link cannotHandOver}. Absent: it holds wherever the script ends well. */
  readonly cannotBeFenced?: (primary: RestFacts) => readonly Unfit[];
  /** Whether the fence holds, by the member's facts: it accepts no writes, and would not after a restart. */
  readonly isFenced: (facts: RestFacts) => boolean;
  /** In plain words, what the candidate lacks of what the fenced primary has; undefined where it has and has applied all. Unknown is a reason. */
  readonly lacks: (fenced: RestFacts, candidate: RestFacts) => string | undefined;
  /** For the candidate: ends replication and accepts writes, now and after a restart. The point of no return. */
  readonly promote: (context: EngineContext) => string;
  /** For any other member: follows `$HOST:$PORT` from now on, and after a restart; never accepts writes. Standard input is what {@link link} has printed. */
  readonly follow: (context: EngineContext) => string;
  /** Whether a member follows the new primary: it receives changes now, on the primary's history. */
  readonly follows: (primary: RestFacts, replica: RestFacts) => boolean;
  /**
   * For the old primary, once all follow the new one: removes what only a leader needs, and what would do harm in time where nobody uses it (slots that keep WAL). `$FACTS`
   * holds the lines of the new primary's facts. What is in use stays.
   */
  readonly clearLeft?: (context: EngineContext) => string;
  readonly source: string;
}
