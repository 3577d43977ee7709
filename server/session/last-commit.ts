import { compare, type Comparison } from '../changes/compare.ts';
import type { Environment } from '../environment.ts';
import type { Finding } from '../linter/finding.ts';
import { inheritedConfiguration } from '../roots/inherited-configuration.ts';
import { loadRoot } from '../roots/loader.ts';
import { Workspaces } from '../roots/workspaces.ts';
import { RuleSet } from '../rules/index.ts';
import type { Runner } from '../runner.ts';
import { Debounced, type Changes } from './changes.ts';
import type { Projects } from './projects.ts';

/** Nobody waits for it while typing. */
const QUIET_MS = 400;
const PATIENCE_MS = 2_000;

/** Says what the editor's manifests would do to the databases of the last commit, whenever things have been quiet for a moment. */
export class LastCommit {
  readonly #environment: Environment;
  readonly #projects: Projects;
  readonly #runner: Runner;
  readonly #changes: Changes;
  readonly #rules = new RuleSet();
  /** What each folder was, and at which commit. */
  readonly #before = new Map<string, { readonly commit: string; readonly workspaces: Workspaces }>();
  #comparisons: readonly Comparison[] = [];
  #told = '[]';
  #turn = Promise.resolve();

  constructor(parts: { environment: Environment; projects: Projects; runner: Runner; changes: Changes }) {
    this.#environment = parts.environment;
    this.#projects = parts.projects;
    this.#runner = parts.runner;
    this.#changes = parts.changes;
  }

  /** Follows every change from now on. */
  follow(): void {
    if (this.#environment.repository === undefined) return;
    const soon = new Debounced(
      () => {
        this.#turn = this.#turn.then(() =>
          this.#runner.attempt('comparing with the last commit', () => this.#compare()),
        );
      },
      QUIET_MS,
      PATIENCE_MS,
    );
    this.#changes.listen(() => soon.soon());
  }

  /** What changes in a file would do, and what has gone with it. */
  findings(path: string): readonly Finding[] {
    return this.#comparisons.flatMap(({ findings }) => findings.filter(({ uri }) => uri === path));
  }

  /** What the changes since the last commit would do to a database; undefined where nothing of it has changed. */
  comparison(path: string, object: string): Comparison | undefined {
    return this.#comparisons.find((one) => one.uri === path && one.object === object && !one.isRemoved);
  }

  async #compare(): Promise<void> {
    const { workspaces, folders } = this.#projects;
    await this.#projects.placed();
    const found: Comparison[] = [];
    for (const folder of folders) {
      const before = await this.#load(folder);
      if (before === undefined || this.#isSame(before, folder)) continue;
      // What lies outside of the folder (another one of the editor's, a file that belongs to none) has no part in it.
      found.push(...compare(before, workspaces, this.#rules, folder));
    }
    const told = JSON.stringify(found);
    if (told === this.#told) return;
    this.#told = told;
    // What is gone stands in no file any more: nothing could be shown there.
    this.#comparisons = found.filter(({ isRemoved }) => !isRemoved);
    this.#changes.tell('world');
  }

  /** A folder as it was at the last commit; undefined where there is none. */
  async #load(folder: string): Promise<Workspaces | undefined> {
    const commit = await this.#environment.repository?.head(folder);
    const known = this.#before.get(folder);
    if (commit === undefined) {
      this.#before.delete(folder);
      return undefined;
    }
    if (known?.commit === commit.id) return known.workspaces;
    const workspaces = new Workspaces(this.#rules);
    const slice = this.#runner.slice();
    await loadRoot(workspaces, folder, await commit.files(), {
      inherited: this.#environment.fileSystem && (await inheritedConfiguration(folder, this.#environment.fileSystem)),
      pause: () => slice.pause(),
      afterFile: () => slice.pause(),
    });
    for (const linter of workspaces.linters) await linter.refreshSlowly(() => slice.pause());
    this.#before.set(folder, { commit: commit.id, workspaces });
    return workspaces;
  }

  /** Whether the manifests of a folder are those of the commit, text by text. */
  #isSame(before: Workspaces, folder: string): boolean {
    const files = (all: Workspaces): Map<string, string> =>
      new Map(
        all
          .below(folder)
          .flatMap((workspace) => [...workspace.files].map(([path, file]) => [path, file.text()] as const)),
      );
    const [was, is] = [files(before), files(this.#projects.workspaces)];
    return was.size === is.size && [...is].every(([path, text]) => was.get(path) === text);
  }
}
