import { realpath, stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { compare, type Comparison } from '../../server/changes/compare.ts';
import { RuleSet } from '../../server/rules/index.ts';
import { inheritedConfiguration } from '../../server/roots/inherited-configuration.ts';
import { loadRoot } from '../../server/roots/loader.ts';
import { Workspaces } from '../../server/roots/workspaces.ts';
import { folderOf } from '../../server/workspace/folders.ts';
import { nodeFiles, slashed } from '../node-files.ts';
import { UsageError } from '../usage-error.ts';
import { commitOf, filesOf } from './git-files.ts';

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
    const found = await commitOf(root, base);
    commit = found.id;
    const inherited = await inheritedConfiguration(root, nodeFiles);
    await loadRoot(after, root, nodeFiles, { inherited });
    await loadRoot(before, root, await filesOf(found), { inherited });
  }
  return {
    comparisons: compare(before, after, rules),
    base,
    commit,
    textOf: (uri) => after.of(uri)?.files.get(uri)?.text() ?? before.of(uri)?.files.get(uri)?.text(),
    shown: (uri) => slashed(relative(process.cwd(), uri)),
  };
}

/** The folder that a path names, or in which the file lies; links resolved, as git names its work tree. */
async function folderAt(path: string): Promise<string> {
  const absolute = resolve(path);
  const found = await stat(absolute).catch(() => undefined);
  if (!found) throw new UsageError(`${path}: there is no such file or folder.`);
  const real = slashed(await realpath(absolute));
  return found.isDirectory() ? real : folderOf(real);
}
