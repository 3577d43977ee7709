import type { EngineContext, EngineId } from './engine.ts';
import type { RestFacts } from './stopping.ts';

/** Why the set cannot do without a member, or cannot take one more. */
export interface Against {
  /** In one sentence. `{member}` stands for the member's name. */
  readonly what: string;
  /** What was seen, in the engine's own words. No secret. */
  readonly evidence: string;
  readonly wayOut: string;
}

/**
 * What a set of replicas needs when one more comes, or one goes. Facts are those of {@link ./switching.SwitchingEngine.facts}. Scripts are for `/bin/sh` by exec in the primary's
 * container, end with 0 only when what they say is so, and can be run again.
 */
export interface MembershipEngine {
  readonly engine: EngineId;
  /** In plain words, why it is not certain that a new member with an empty volume copies the primary and follows it; undefined where its scripts show it. */
  readonly whyNotCloning: (context: EngineContext) => string | undefined;
  /** Why the primary has no room for one more; empty: it has, as far as it says. */
  readonly cannotJoin: (primary: RestFacts) => readonly Against[];
  /** Why writes would wait or fail without this replica; empty: they would not. `member` undefined: it does not answer. `pod`: its name. `left`: replicas that would be left. */
  readonly cannotLeave: (
    primary: RestFacts,
    member: RestFacts | undefined,
    pod: string,
    left: number,
  ) => readonly Against[];
  /** Names of what the primary keeps for this one replica, and would keep for ever (replication slots); where the replica does not answer, by its pod's name. */
  readonly keptFor: (primary: RestFacts, member: RestFacts | undefined, pod: string) => readonly string[];
  /** Names of what this replica asks its primary to keep for it. */
  readonly asksFor: (member: RestFacts) => readonly string[];
  /** Names of all that the primary keeps for replicas, and of what somebody uses now. */
  readonly kept: (primary: RestFacts) => { readonly all: readonly string[]; readonly used: readonly string[] };
  /** For the primary: removes `$NAMES` unless somebody uses them; absent where nothing is kept. */
  readonly release?: (context: EngineContext) => string;
  /** The way back: makes those that are not there. */
  readonly keepAgain?: (context: EngineContext) => string;
  readonly source: string;
}
