import type { EngineContext } from './engine.ts';
import type { Source } from './field.ts';

/** What an engine and its images do about users, passwords and strangers. */
export interface EngineSecurity {
  /** As whom the image's server runs; undefined where that is not known of the image. */
  readonly user: (context: EngineContext) => ImageUser | undefined;
  /** What lets in whoever reaches the port; undefined where nothing does, or where it is not in sight. */
  readonly unguarded: (context: EngineContext) => Unguarded | undefined;
}

/** The user that an image keeps for its server. */
export interface ImageUser {
  readonly uid: number;
  readonly gid: number;
  /** The container starts as root unless the manifest says otherwise; its entrypoint may change the user later. */
  readonly startsAsRoot: boolean;
  /** Where it stands. */
  readonly source: string;
}

/** A server that asks nobody for a password. */
export interface Unguarded {
  /** For the end of a sentence after the container's name: «lets in everybody …». */
  readonly why: string;
  /** The line that says so; undefined where it is so by default. */
  readonly source: Source | undefined;
}
