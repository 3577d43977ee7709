import * as vscode from 'vscode';
import { addKubeconfig, changeRules } from '../preferences/settings.ts';
import type { Command } from './context.ts';
import { contextTarget } from './targets/pick.ts';

/** Goes to a context's cluster. */
export const connectContext: Command = async ({ sidebar }, argument) => {
  const closed = ({ view }: { view: unknown }): boolean => view === undefined;
  const cluster = await contextTarget(sidebar, argument, 'Connect', closed);
  if (cluster !== undefined) await sidebar.connect(cluster.context.id);
};

/** Leaves a context's cluster. */
export const disconnectContext: Command = async ({ sidebar }, argument) => {
  const cluster = await contextTarget(sidebar, argument, 'Disconnect', ({ state }) => state.phase !== 'closed');
  if (cluster !== undefined) await sidebar.disconnect(cluster.context.id);
};

/** Goes to a cluster once more, with whatever the kubeconfig says now. */
export const tryAgain: Command = async ({ sidebar }, argument) => {
  const cluster = await contextTarget(sidebar, argument, 'Try again', ({ state }) => state.phase !== 'closed');
  if (cluster === undefined) return;
  await sidebar.clusters.read();
  await sidebar.clusters.reopen(cluster.context.id);
};

/** Chooses which namespaces of a context are looked at. */
export const chooseNamespaces: Command = async ({ sidebar }, argument) => {
  const cluster = await contextTarget(sidebar, argument, 'Choose namespaces');
  if (cluster === undefined) return;
  const typed = await vscode.window.showInputBox({
    title: `Namespaces of ${cluster.context.name}`,
    prompt: 'Names with commas between; nothing: all that you may read. It goes to your setting plinth.contexts.',
    value: cluster.rules.namespaces?.join(', ') ?? '',
    placeHolder: 'shop, crm',
  });
  if (typed === undefined) return;
  const namespaces = typed.split(/[\s,]+/u).filter((name) => name !== '');
  await changeRules(cluster.context.name, { namespaces });
};

/** Opens the settings where a context's protection, colour and label are. */
export const contextSettings: Command = async () => {
  await vscode.commands.executeCommand('workbench.action.openSettings', '@id:plinth.contexts');
};

/** Lets the linter take this context's storage classes, zones and version. */
export const useForLinting: Command = async ({ sidebar }, argument) => {
  const cluster = await contextTarget(sidebar, argument, 'Use for linting', ({ view }) => view !== undefined);
  if (cluster === undefined) return;
  sidebar.preferences.linked = cluster.context.id;
  await sidebar.connect(cluster.context.id);
};

/** Adds a kubeconfig to those that kubectl knows. */
export const addKubeconfigFile: Command = async ({ sidebar }) => {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: `Add a kubeconfig ${sidebar.where}`,
      openLabel: 'Add',
      canSelectMany: false,
    })) ?? [];
  if (chosen !== undefined) await addKubeconfig(chosen.fsPath);
};

/** Shows which rights are needed for what. */
export const showRights: Command = async ({ extension }) => {
  const page = vscode.Uri.joinPath(extension.extensionUri, 'docs', 'rights.md');
  await vscode.commands.executeCommand('markdown.showPreview', page);
};
