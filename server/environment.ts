import type { FileSystem } from './roots/file-system.ts';

/** What was committed. */
export interface Repository {
  /** The last commit of the repository in which a folder lies; undefined where it lies in none. */
  readonly head: (folder: string) => Promise<Committed | undefined>;
}

/** One commit, as far as one folder is concerned. */
export interface Committed {
  readonly id: string;
  /** Its files, under the names that they have in the folder. */
  readonly files: () => Promise<FileSystem>;
}

/** What the server needs of the place it runs in. The mains build it: `node.ts` and `browser.ts`. */
export interface Environment {
  /** Undefined where folders cannot be walked: then the open documents are the workspace. */
  readonly fileSystem: FileSystem | undefined;
  /** Undefined where nothing can be known of commits. */
  readonly repository?: Repository;
  /** The packed Kubernetes schemas, as `scripts/schemas.mjs` makes them; undefined where they are not there. */
  readonly schemas?: () => Promise<string | undefined>;
  /** Lets messages that wait be read. */
  readonly yield: () => Promise<void>;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}
