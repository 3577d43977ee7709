import type { FileSystem } from './roots/file-system.ts';

/** What the server needs of the place it runs in. The mains build it: `node.ts` and `browser.ts`. */
export interface Environment {
  /** Undefined where folders cannot be walked: then the open documents are the workspace. */
  readonly fileSystem: FileSystem | undefined;
  /** Lets messages that wait be read. */
  readonly yield: () => Promise<void>;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}
