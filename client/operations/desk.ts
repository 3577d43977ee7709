import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import * as vscode from 'vscode';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import type { DatabaseName, OperationId, Parameters } from '../../core/runner/plan.ts';
import type { ListedOperation } from '../../core/runner/list.ts';
import { openCluster } from '../commands/targets/pick.ts';
import type { Sidebar } from '../sidebar.ts';
import { readKept } from '../views/operation/messages.ts';
import type { Kept } from '../views/operation/messages.ts';
import { hasEnded } from '../views/operation/seen.ts';
import { lookAtEnd } from './at-end.ts';
import { OperationSession } from './operation-session.ts';
import type { OperationPlace } from './operation-place.ts';
import { PANEL, panelOptions, showIn } from './panel.ts';

/** So often and at such distances a journal is looked for that is not there yet: half a minute in all. */
const FIND_TRIES = 10;
const FIND_EVERY_MS = 3000;

/** How the core names a database. */
export const nameOf = ({ workload, namespace }: LiveDatabase): DatabaseName => ({
  namespace,
  kind: workload.kind,
  name: workload.name,
});

const isSame = (a: DatabaseName, b: DatabaseName): boolean =>
  a.namespace === b.namespace && a.kind === b.kind && a.name === b.name;

/** The operations that this editor shows or runs, each with its page. */
export class Desk implements vscode.Disposable {
  readonly #sidebar: Sidebar;
  readonly #extension: vscode.Uri;
  /** No other editor has it, nor this one after a restart: what it held then is not its own any more. */
  readonly #holder = `${hostname()}-${randomBytes(4).toString('hex')}`;
  readonly #sessions = new Map<OperationSession, vscode.WebviewPanel | undefined>();
  readonly #serializer: vscode.Disposable;

  constructor(sidebar: Sidebar, extension: vscode.Uri) {
    this.#sidebar = sidebar;
    this.#extension = extension;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(PANEL, {
      deserializeWebviewPanel: (panel, state) => this.#comesBack(panel, state),
    });
  }

  /** Plans an operation and shows the plan. */
  async plan(context: string, database: LiveDatabase, operation: OperationId, parameters: Parameters): Promise<void> {
    const session = OperationSession.begin(this.#place(context, nameOf(database)), operation, parameters);
    this.#show(session, context, this.#panel());
    await session.plan();
  }

  /** Shows one that stands in the cluster; what this editor runs itself is brought to the front. */
  open(context: string, listed: ListedOperation): OperationSession {
    const { record } = listed;
    const present = [...this.#sessions.keys()].find(({ seen }) => seen.record?.id === record.id);
    const session = present ?? OperationSession.of(this.#place(context, record.database), listed);
    const panel = this.#sessions.get(session);
    if (panel === undefined) this.#show(session, context, this.#panel());
    else panel.reveal();
    return session;
  }

  /** Whether the operation with this id is shown or run here. */
  has(id: string): boolean {
    return [...this.#sessions.keys()].some(({ seen }) => seen.record?.id === id);
  }

  #panel(): vscode.WebviewPanel {
    const options = { ...panelOptions(this.#extension), retainContextWhenHidden: true };
    return vscode.window.createWebviewPanel(PANEL, 'Operation', vscode.ViewColumn.Active, options);
  }

  #show(session: OperationSession, context: string, panel: vscode.WebviewPanel): void {
    if (!this.#sessions.has(session)) lookAtEnd(this.#sidebar, context, session);
    this.#sessions.set(session, panel);
    showIn(panel, session, {
      extension: this.#extension,
      core: this.#sidebar.core,
      context,
      closed: () => this.#closed(session, context),
    });
  }

  #closed(session: OperationSession, context: string): void {
    if (session.seen.runner !== 'here') {
      this.#sessions.delete(session);
      session.dispose();
      return;
    }
    this.#sessions.set(session, undefined);
    const show = 'Show';
    const { record } = session.seen;
    void vscode.window
      .showInformationMessage(`«${record?.title ?? 'The operation'}» goes on while this editor is open.`, show)
      .then((answer) => {
        if (answer === show && record !== undefined) this.open(context, { record, live: true });
      });
    const end = session.onChange(({ record: now, runner }) => {
      if (this.#sessions.get(session) !== undefined) {
        end();
        return;
      }
      if (runner === 'here' || now === undefined || !hasEnded(now)) return;
      end();
      this.#sessions.delete(session);
      session.dispose();
      void vscode.window.showInformationMessage(`«${now.title}» has ended: ${now.phase}.`);
    });
  }

  async #comesBack(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept = readKept(state);
    try {
      if (kept?.begun !== true) throw new Error('nothing was begun');
      await this.#sidebar.ready();
      await this.#sidebar.connect(kept.context);
      const found = await this.#find(kept);
      if (found === undefined) throw new Error('its journal is not there any more');
      panel.webview.options = panelOptions(this.#extension);
      const place = this.#place(kept.context, found.record.database);
      this.#show(OperationSession.of(place, found), kept.context, panel);
    } catch {
      // What cannot be shown again is not shown as an empty page; the database's operations are still listed.
      panel.dispose();
    }
  }

  /** What was begun right before the window was closed may have no journal yet: its runner is only just being made. */
  async #find({ context, namespace, id }: Kept): Promise<ListedOperation | undefined> {
    for (let tries = 0; ; tries += 1) {
      const { connection } = openCluster(this.#sidebar, context);
      const { operations } = await this.#sidebar.core().operations.list(connection, namespace);
      const found = operations.find(({ record }) => record.id === id);
      if (found !== undefined || tries === FIND_TRIES) return found;
      await new Promise((resolve) => setTimeout(resolve, FIND_EVERY_MS));
    }
  }

  #place(context: string, database: DatabaseName): OperationPlace {
    const sidebar = this.#sidebar;
    const cluster = sidebar.clusters.get(context);
    return {
      core: () => sidebar.core().operations,
      database,
      context: () => {
        const now = sidebar.clusters.get(context);
        // A context that is gone lets nothing be done.
        if (now === undefined) return { name: context, label: undefined, protection: 'read-only' };
        return { name: now.context.name, label: now.rules.label, protection: now.rules.protection };
      },
      connection: () => openCluster(sidebar, context).connection,
      live: () => {
        const { databases } = openCluster(sidebar, context).view;
        const found = [...databases.values()].find((one) => isSame(nameOf(one), database));
        if (found === undefined) throw new Error(`${database.namespace}/${database.name} is not there now.`);
        return found;
      },
      onLive: (changed) => sidebar.clusters.onChange((one) => one.context === context && changed()),
      by: cluster?.context.impersonates ?? cluster?.context.user ?? 'unknown',
      holder: this.#holder,
    };
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const session of this.#sessions.keys()) session.dispose();
  }
}
