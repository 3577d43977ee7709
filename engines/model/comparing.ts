import type { EngineContext, EngineId } from './engine.ts';
import type { RestFacts } from './stopping.ts';

/** A setting by which a replica, once it leads, is not what its primary was. */
export interface Difference {
  /** `{member}` stands for the replica's name. */
  readonly what: string;
  /** Both values, in the engine's own words. No secret. */
  readonly evidence: string;
  readonly mend: string;
}

/** How members of an engine are compared before one of them takes the other's place. */
export interface ComparingEngine {
  readonly engine: EngineId;
  /** Names of what is compared. */
  readonly of: readonly string[];
  /** For `/bin/sh` by exec in the server's own container: prints lines `key=value`. It only reads. */
  readonly facts: (context: EngineContext) => string;
  /** What differs so that it matters. What one of them does not say is no difference. */
  readonly differences: (primary: RestFacts, replica: RestFacts) => readonly Difference[];
  /** Names of facts that no two members may have alike, each with what comes of it; `{members}` stands for their names. */
  readonly unlike?: readonly { readonly fact: string; readonly what: string; readonly mend: string }[];
  /** The fact of {@link ./switching.SwitchingEngine.facts} that is the same for all members of one database, and for no other; undefined: there is none. */
  readonly sameData?: string;
  readonly source: string;
}
