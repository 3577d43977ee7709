import * as vscode from 'vscode';
import { entering, looking } from '../live/kubectl.ts';
import type { KubectlPlace } from '../live/kubectl.ts';
import type { Command, CommandContext } from './context.ts';
import { elementOf } from './targets/element.ts';
import { objectTarget } from './targets/object.ts';
import { memberTarget } from './targets/pick.ts';
import type { OpenCluster } from './targets/pick.ts';

/** kubectl finds a context by itself only in its own files, and there only the first of a name. */
function placeOf({ sidebar }: CommandContext, { context }: OpenCluster): KubectlPlace {
  const own = sidebar.core().kubeconfigFiles().includes(context.file) && context.shadowedBy === undefined;
  return { context: context.name, kubeconfig: own ? undefined : context.file };
}

async function copyText(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  void vscode.window.setStatusBarMessage(`Copied: ${text}`, 5000);
}

/** Copies a command of kubectl that does the same by hand. */
export const copyKubectl: Command = async (context, argument) => {
  const title = 'Copy as kubectl';
  const { sidebar } = context;
  const target = await objectTarget(sidebar, argument, title);
  if (target === undefined) return;
  const commands = [...looking(placeOf(context, target.cluster), target.object)];
  const kind = elementOf(argument)?.kind;
  if (kind === 'member' || kind === 'database') {
    const within = await memberTarget(sidebar, argument, title);
    if (within === undefined) return;
    const { cluster, database, member } = within;
    const doors = sidebar.core().doorsOf(cluster.view, database);
    commands.push(...entering(placeOf(context, cluster), member.pod, database.container, doors));
  }
  const rows = commands.map((one) => ({ label: one.title, detail: one.command, command: one.command }));
  const chosen = await vscode.window.showQuickPick(rows, { title, placeHolder: 'Which command?', matchOnDetail: true });
  if (chosen !== undefined) await copyText(chosen.command);
};

/** Copies the name of what a row stands for. */
export const copyName: Command = async ({ sidebar }, argument) => {
  const element = elementOf(argument);
  if (element?.kind === 'context') return copyText(sidebar.clusters.get(element.context)?.context.name ?? '');
  if (element?.kind === 'namespace') return copyText(element.namespace);
  const target = await objectTarget(sidebar, argument, 'Copy name');
  if (target !== undefined) await copyText(target.object.name);
};
