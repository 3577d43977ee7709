import * as vscode from 'vscode';
import type { EngineId } from '../../engines/model/engine.ts';
import type { Health } from '../../core/inventory/model.ts';
import { NO_FILTER } from '../preferences/filter.ts';
import type { Pinned } from '../preferences/preferences.ts';
import { HEALTHS } from '../views/databases/health.ts';
import type { Command } from './context.ts';
import { elementOf } from './targets/element.ts';
import { contextTarget } from './targets/pick.ts';

interface Choice extends vscode.QuickPickItem {
  readonly health?: Health;
  readonly engine?: EngineId;
}

/** Asks which databases to show: by words, health and engine. What is typed filters by name, what is ticked by health and engine. */
export const filterDatabases: Command = async ({ sidebar }) => {
  await sidebar.ready();
  const { filter } = sidebar.preferences;
  const text = await vscode.window.showInputBox({
    title: 'Filter databases (1 of 2)',
    prompt:
      'Words of a name, namespace, engine or version; all must be found. Nothing: any. Enter goes on to health and engine.',
    value: filter.text,
  });
  if (text === undefined) return;
  const databases = sidebar.clusters.all.flatMap(({ view }) => [...(view?.databases.values() ?? [])]);
  const engines = new Map(databases.map(({ engine, engineName }) => [engine, engineName]));
  const choices: Choice[] = [
    { label: 'Health', kind: vscode.QuickPickItemKind.Separator },
    ...HEALTHS.map((health): Choice => ({ label: health, health, picked: filter.healths.includes(health) })),
    { label: 'Engine', kind: vscode.QuickPickItemKind.Separator },
    ...[...engines].map(([engine, label]): Choice => ({ label, engine, picked: filter.engines.includes(engine) })),
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: 'Filter databases (2 of 2)',
    placeHolder: 'Tick what to show; nothing ticked: all',
    canPickMany: true,
  });
  if (chosen === undefined) return;
  sidebar.preferences.filter = {
    text,
    healths: chosen.flatMap(({ health }) => health ?? []),
    engines: chosen.flatMap(({ engine }) => engine ?? []),
  };
};

/** Shows all databases again. */
export const clearFilter: Command = ({ sidebar }) => {
  sidebar.preferences.filter = NO_FILTER;
};

const setPinned =
  (pinned: boolean): Command =>
  async ({ sidebar }, argument) => {
    const element = elementOf(argument);
    const context = element?.context ?? (await contextTarget(sidebar, undefined, pinned ? 'Pin' : 'Unpin'))?.context.id;
    if (context === undefined) return;
    const what: Pinned = element?.kind === 'database' ? { context, database: element.database } : { context };
    sidebar.preferences.setPinned(what, pinned);
  };

/** Keeps a context or a database at the top. */
export const pin = setPinned(true);
export const unpin = setPinned(false);

const setHidden =
  (hidden: boolean): Command =>
  async ({ sidebar }, argument) => {
    const element = elementOf(argument);
    const context = element?.context ?? (await contextTarget(sidebar, undefined, hidden ? 'Hide' : 'Show'))?.context.id;
    if (context === undefined) return;
    sidebar.preferences.setHidden(context, element?.kind === 'namespace' ? element.namespace : undefined, hidden);
  };

/** Leaves a context or a namespace out of the view. Alarms are shown all the same. */
export const hide = setHidden(true);
export const unhide = setHidden(false);

export const showHidden: Command = ({ sidebar }) => {
  sidebar.preferences.showHidden = true;
};

export const hideHidden: Command = ({ sidebar }) => {
  sidebar.preferences.showHidden = false;
};

/** Reads the kubeconfigs and asks the members of databases now: of one, or of all that are open. */
export const refresh: Command = async ({ sidebar }, argument) => {
  const element = elementOf(argument);
  const database = element !== undefined && 'database' in element ? element.database : undefined;
  if (element === undefined) await sidebar.clusters.read();
  const clusters = sidebar.clusters.all.filter(
    ({ context }) => element === undefined || context.id === element.context,
  );
  await Promise.all(clusters.flatMap(({ view }) => (view === undefined ? [] : [view.refresh(database)])));
};
