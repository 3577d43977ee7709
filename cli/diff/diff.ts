import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { compare, type Comparison } from '../../server/changes/compare.ts';
import { commitOf, filesOf, GitTrouble } from '../../server/node-git.ts';
import { RuleSet } from '../../server/rules/index.ts';
import { inheritedConfiguration } from '../../server/roots/inherited-configuration.ts';
import { loadRoot } from '../../server/roots/loader.ts';
import { Workspaces } from '../../server/roots/workspaces.ts';
import type { FileSystem } from '../../server/roots/file-system.ts';
import { folderOf } from '../../server/workspace/folders.ts';
import { nodeFiles, slashed } from '../node-files.ts';
import { UsageError } from '../usage-error.ts';

export interface DiffRequest {
  readonly paths: readonly string[];
  /** The revision with which the work tree is compared. */
  readonly base: string;
}

/** What the changes since a revision would do. */
export interface DiffReport {
  readonly comparisons: readonly Comparison[];
  readonly base: string;
  /** Forty hexadecimal digits. */
  readonly commit: string;
  /** The text of a file as it is now; as it was, where it is gone. */
  readonly textOf: (uri: string) => string | undefined;
  /** A file's name from the current folder. */
  readonly shown: (uri: string) => string;
}

/** Compares the databases in the work tree with those of a revision. Throws {@link UsageError}. */
export async function diff({ paths, base }: DiffRequest): Promise<DiffReport> {
  const rules = new RuleSet();
  const [before, after] = [new Workspaces(rules), new Workspaces(rules)];
  let commit = '';
  for (const path of paths) {
    const root = await folderAt(path);
    const committed = await atCommit(root, base);
    commit = committed.commit;
    const inherited = await inheritedConfiguration(root, nodeFiles);
    await loadRoot(after, root, nodeFiles, { inherited });
    await loadRoot(before, root, committed.files, { inherited });
  }
  return {
    comparisons: compare(before, after, rules),
    base,
    commit,
    textOf: (uri) => after.of(uri)?.files.get(uri)?.text() ?? before.of(uri)?.files.get(uri)?.text(),
    shown: (uri) => slashed(relative(process.cwd(), uri)),
  };
}

/** A folder as it was at a revision. Throws {@link UsageError} with what git says. */
async function atCommit(folder: string, revision: string): Promise<{ commit: string; files: FileSystem }> {
  try {
    const commit = await commitOf(folder, revision);
    return { commit, files: await filesOf(folder, commit) };
  } catch (error) {
    throw error instanceof GitTrouble ? new UsageError(error.message) : error;
  }
}

/** The folder that a path names, or in which the file lies. */
async function folderAt(path: string): Promise<string> {
  const absolute = slashed(resolve(path));
  const found = await stat(absolute).catch(() => undefined);
  if (!found) throw new UsageError(`${path}: there is no such file or folder.`);
  return found.isDirectory() ? absolute : folderOf(absolute);
}
