import { engines } from '../../engines/index.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { OnFault } from '../linter/examine.ts';
import { Linter } from '../linter/linter.ts';
import { allRules, RuleSet, troubles } from '../rules/index.ts';
import { CONFIGURATION_FILE, NO_CONFIGURATION, readConfiguration } from '../workspace/configuration.ts';
import type { Configuration, ConfigurationProblem, Vocabulary } from '../workspace/configuration.ts';
import { isBelow } from '../workspace/folders.ts';
import { Workspace } from '../workspace/workspace.ts';

/** The mistakes in one `.plinth.yaml`. */
interface ConfigurationProblems {
  readonly uri: string;
  readonly problems: readonly ConfigurationProblem[];
}

/** All workspaces of a session, each with its linter: one for every root, and one for every folder below that has a `.plinth.yaml`. */
export class Workspaces {
  readonly #linters = new Map<string, Linter>();
  readonly #problems = new Map<string, ConfigurationProblems>();
  readonly #rules: RuleSet;
  readonly #onFault: OnFault | undefined;
  readonly #adjust: (configuration: Configuration, root: string) => Configuration;
  #cluster: Cluster | undefined;

  /** `adjust` lays the editor's settings or the command line's over what `.plinth.yaml` says. */
  constructor(
    rules: RuleSet = new RuleSet(),
    adjust: (configuration: Configuration, root: string) => Configuration = (configuration) => configuration,
    onFault?: OnFault,
  ) {
    this.#onFault = onFault;
    this.#rules = rules;
    this.#adjust = adjust;
  }

  /**
   * Makes the folder a workspace (or reads its configuration anew); `text` is its `.plinth.yaml`, where it has one, or one that it inherits
   * from the folder `from`.
   */
  configure(root: string, text?: string, from = root): Workspace {
    const read = text === undefined ? undefined : readConfiguration(text, vocabulary());
    this.#problems.set(root, { uri: `${from}/${CONFIGURATION_FILE}`, problems: read?.problems ?? [] });
    const configuration = this.#adjust(read?.configuration ?? NO_CONFIGURATION, root);
    const known = this.#linters.get(root);
    if (known) {
      if (isSame(known.workspace.configuration, configuration)) return known.workspace;
      known.workspace.configuration = configuration;
      known.reset();
      return known.workspace;
    }
    const linter = new Linter(new Workspace(root, configuration), this.#rules, this.#onFault);
    linter.workspace.cluster = this.#cluster;
    this.#linters.set(root, linter);
    return linter.workspace;
  }

  /** Says what the connected cluster offers. Findings follow when each linter is asked to {@link Linter.refreshLater}. */
  connect(cluster: Cluster | undefined): void {
    this.#cluster = cluster;
    for (const linter of this.linters) {
      linter.workspace.cluster = cluster;
      linter.clusterChanged();
    }
  }

  /** What is known of the connected cluster. */
  get cluster(): Cluster | undefined {
    return this.#cluster;
  }

  /** Forgets a root and the workspaces below it. */
  remove(root: string): void {
    for (const { root: known } of this.below(root)) {
      this.#linters.delete(known);
      this.#problems.delete(known);
    }
  }

  /** The workspace to which a file or folder belongs: that of the nearest root above it. */
  of(uri: string): Workspace | undefined {
    return this.linterOf(uri)?.workspace;
  }

  linterOf(uri: string): Linter | undefined {
    let best: Linter | undefined;
    for (const [root, linter] of this.#linters) {
      if (isBelow(uri, root) && root.length >= (best?.workspace.root.length ?? 0)) best = linter;
    }
    return best;
  }

  /** The workspaces at and below a root. */
  below(root: string): Workspace[] {
    return this.linters.map(({ workspace }) => workspace).filter((workspace) => isBelow(workspace.root, root));
  }

  get linters(): Linter[] {
    return [...this.#linters.values()];
  }

  /** Mistakes in the `.plinth.yaml` of a root. */
  problems(root: string): readonly ConfigurationProblem[] {
    return this.#problems.get(root)?.problems ?? [];
  }

  /** The `.plinth.yaml` that holds for a root: its own, or the one that it inherits. */
  configurationFile(root: string): string {
    return this.#problems.get(root)?.uri ?? `${root}/${CONFIGURATION_FILE}`;
  }
}

/** Whether two configurations say the same: then nothing needs to be checked again. */
function isSame(a: Configuration, b: Configuration): boolean {
  const text = (one: Configuration): string => JSON.stringify({ ...one, rules: [...one.rules] });
  return text(a) === text(b);
}

/** The names that a configuration may use. */
export function vocabulary(): Vocabulary {
  return {
    rules: new Set([...allRules, ...troubles].map(({ id }) => id)),
    engines: new Set(engines.map(({ id }) => id)),
  };
}
