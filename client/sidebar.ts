import * as vscode from 'vscode';
import type { InventoryChange, LiveDatabase } from '../core/inventory/model.ts';
import type { OperationId } from '../core/runner/plan.ts';
import { CLUSTER_SNAPSHOT, LINT_LIVE } from '../server/protocol/messages.ts';
import type { LintLiveResult } from '../server/protocol/messages.ts';
import { showFailedRuns } from './alarms/show-failed-runs.ts';
import { showAlarms } from './alarms/show.ts';
import { Clusters } from './cluster/clusters.ts';
import { coreAt } from './cluster/core.ts';
import type { CoreModule } from './cluster/core.ts';
import { Forwards } from './forwards/forwards.ts';
import { showForwards } from './forwards/show.ts';
import type { Session } from './language/session.ts';
import { LinterLink } from './linter/link.ts';
import { LiveRisks } from './linter/live-risks.ts';
import { offered } from './operations/offered.ts';
import { filterWords } from './preferences/filter.ts';
import { Preferences } from './preferences/preferences.ts';
import { addedKubeconfigs, rulesOf } from './preferences/settings.ts';
import { rootsOf } from './views/databases/children.ts';
import { provideMarks } from './views/databases/decorations.ts';
import { identified } from './views/databases/element.ts';
import type { Element } from './views/databases/element.ts';
import { DatabasesProvider } from './views/databases/provider.ts';
import { message, welcome } from './views/databases/welcome.ts';
import type { ForwardSeen, RisksSeen, World } from './views/databases/world.ts';
import { HERE, placeWords } from './views/databases/where.ts';

/** Words such as «3 h ago» are made anew this often while someone looks. */
const CLOCK_MS = 30_000;

/** The view «Databases» and all that it shows. Reads no kubeconfig and goes to no cluster before the view or a command asks for it. */
export class Sidebar implements World, vscode.Disposable {
  readonly core: () => CoreModule;
  readonly preferences: Preferences;
  readonly clusters: Clusters;
  readonly open = new Forwards();
  readonly view: vscode.TreeView<Element>;
  readonly where = placeWords(vscode.env.remoteName, process.env);
  readonly #risks: LiveRisks;
  readonly #provider: DatabasesProvider;
  readonly #disposables: { dispose(): unknown }[] = [];
  #ready: Promise<void> | undefined;

  constructor(extension: vscode.ExtensionContext, session: Session) {
    this.core = coreAt(extension.asAbsolutePath('dist/core.cjs'));
    this.preferences = new Preferences(extension.globalState, extension.workspaceState);
    const settings = { added: addedKubeconfigs, rules: rulesOf };
    this.clusters = new Clusters(() => this.core().core, settings, this.preferences);
    this.#provider = new DatabasesProvider(this, () => this.ready());
    this.view = vscode.window.createTreeView('plinth.databases', {
      treeDataProvider: this.#provider,
      showCollapseAll: true,
    });
    if (this.where !== HERE) this.view.description = `kubeconfig ${this.where}`;
    this.#risks = new LiveRisks(this.clusters, async (params) => {
      const client = await session.client();
      return client?.sendRequest<LintLiveResult>(LINT_LIVE, params);
    });
    const link = new LinterLink(this.clusters, {
      send: (snapshot) => {
        const client = session.running;
        void client?.sendNotification(CLUSTER_SNAPSHOT, snapshot);
        return client !== undefined;
      },
    });
    this.#disposables.push(
      { dispose: this.clusters.onChange(({ context, change }) => this.#changed(context, change)) },
      { dispose: this.#risks.onChange(({ context, database }) => this.#touch(context, database)) },
      { dispose: this.open.onChange(({ context, database }) => this.#touch(context, database)) },
      session.onDidChangeState((state) => {
        if (state === 'running') link.again();
        if (state === 'running' || state === 'off') this.#risks.again();
      }),
      vscode.workspace.onDidChangeConfiguration((change) => this.#configured(change)),
      this.view.onDidExpandElement(({ element }) => this.#expanded(element)),
      this.view.onDidChangeVisibility(() => this.#attend()),
      vscode.window.onDidChangeWindowState(() => this.#attend()),
      provideMarks(),
      showAlarms(this.clusters, this.view, (context, database) => this.reveal(context, database)),
      showFailedRuns(this.clusters, extension.globalState, (context, database) => this.reveal(context, database)),
      showForwards(this.open),
      link,
      this.#risks,
      this.#provider,
      this.view,
      this.clusters,
    );
    const clock = setInterval(() => {
      if (this.view.visible) this.#provider.touch({});
    }, CLOCK_MS);
    clock.unref();
    this.#disposables.push({ dispose: () => clearInterval(clock) });
    this.#attend();
  }

  get contexts(): World['contexts'] {
    return this.clusters.all;
  }

  get linked(): string | undefined {
    return this.clusters.linked?.context.id;
  }

  risks = (context: string, database: LiveDatabase): RisksSeen => this.#risks.of(context, database);
  forwards = (context: string, database: string): readonly ForwardSeen[] => this.open.of(context, database);
  offers = (database: LiveDatabase): readonly OperationId[] => offered(this.core().operations, database);
  now = (): number => Date.now();

  /** Reads the kubeconfigs, and goes to the clusters where one was before; at first use, to the current context's. */
  ready(): Promise<void> {
    this.#ready ??= this.clusters.read().then(() => {
      const { all } = this.clusters;
      const first = all.find(({ context }) => context.current) ?? (all.length === 1 ? all[0] : undefined);
      if (this.preferences.fresh && first !== undefined && !first.rules.hidden) {
        this.preferences.setOpened(first.context.id, true);
      }
      for (const id of this.preferences.opened) void this.clusters.open(id);
    });
    return this.#ready;
  }

  /** Shows a database in the view and selects it. */
  async reveal(context: string, database: string): Promise<void> {
    await this.ready();
    const found = this.clusters.get(context)?.view?.databases.get(database);
    if (found === undefined) throw new Error('this database is not there any more.');
    if (this.preferences.isHidden(context, found.namespace))
      this.preferences.setHidden(context, found.namespace, false);
    const element = this.#provider.tree.same(identified({ kind: 'database', context, database }));
    await this.view.reveal(element, { select: true, focus: true, expand: true });
  }

  /** Goes to a context's cluster, and does so again at the next start. */
  async connect(context: string): Promise<void> {
    this.preferences.setOpened(context, true);
    await this.clusters.open(context);
  }

  /** Leaves a context's cluster and stays away. */
  async disconnect(context: string): Promise<void> {
    this.preferences.setOpened(context, false);
    await this.open.stopAll(context);
    this.clusters.close(context);
  }

  #touch(context: string, database: string): void {
    this.#provider.touch({ context, databases: new Set([database]) });
  }

  #changed(context: string | undefined, change: InventoryChange | undefined): void {
    if (context === undefined) {
      this.#provider.touch({});
      this.#describe();
      return;
    }
    // Rows that belong to no database are looked at in any case.
    this.#provider.touch(
      change === undefined ? { context } : { context, databases: new Set([...change.changed, ...change.removed]) },
    );
    // Which context is linked may have changed with another's state.
    if (change === undefined) this.#provider.touch({});
  }

  #describe(): void {
    const { found } = this.clusters;
    const shown = rootsOf(this).length;
    void vscode.commands.executeCommand('setContext', 'plinth.contexts', welcome(found, shown));
    void vscode.commands.executeCommand('setContext', 'plinth.showsHidden', this.preferences.showHidden);
    const filter = filterWords(this.preferences.filter);
    void vscode.commands.executeCommand('setContext', 'plinth.filters', filter !== '');
    const words = message(found, filter);
    // Types have it that a message cannot be taken away; the documentation says that it can.
    if (this.view.message !== words) (this.view as { message: string | undefined }).message = words;
  }

  #expanded(element: Element): void {
    if (element.kind === 'context') void this.connect(element.context);
  }

  /** Databases are asked while the view is open or somebody works in the editor: an alarm must not wait for the view. */
  #attend(): void {
    this.#risks.watched = this.view.visible;
    this.clusters.attended = this.view.visible || vscode.window.state.active;
  }

  #configured(change: vscode.ConfigurationChangeEvent): void {
    if (change.affectsConfiguration('plinth.contexts')) this.clusters.settingsChanged();
    if (change.affectsConfiguration('plinth.kubeconfigs') && this.#ready !== undefined) void this.clusters.read();
    if (change.affectsConfiguration('plinth.rules')) this.#risks.again();
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}
