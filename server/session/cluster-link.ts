import { isSameCluster, readCluster } from '../cluster/cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Runner } from '../runner.ts';
import type { Changes } from './changes.ts';
import type { Projects } from './projects.ts';

/** What the client has told of the connected cluster. Findings follow it in the background: nobody who types waits for them. */
export class ClusterLink {
  readonly #projects: Projects;
  readonly #runner: Runner;
  readonly #changes: Changes;
  #turn: Promise<void> = Promise.resolve();

  constructor({ projects, runner, changes }: { projects: Projects; runner: Runner; changes: Changes }) {
    this.#projects = projects;
    this.#runner = runner;
    this.#changes = changes;
  }

  /** Undefined where none is connected. */
  get cluster(): Cluster | undefined {
    return this.#projects.workspaces.cluster;
  }

  /**
   * Takes a snapshot as it came, `null` for none. One that says the same as before changes nothing; resolves when the findings have followed.
   */
  take(snapshot: unknown): Promise<void> {
    const cluster = readCluster(snapshot);
    if (isSameCluster(cluster, this.cluster)) return this.#turn;
    this.#projects.workspaces.connect(cluster);
    this.#turn = this.#turn.then(() =>
      this.#runner.attempt('following the cluster', async () => {
        const slice = this.#runner.slice();
        for (const linter of this.#projects.workspaces.linters) await linter.refreshLater(() => slice.pause());
        this.#changes.tell('world');
      }),
    );
    return this.#turn;
  }
}
