import * as vscode from 'vscode';
import type { Cluster } from '../../cluster/clusters.ts';
import type { LiveDatabase } from '../../../core/inventory/model.ts';
import { refusal } from '../../preferences/refusal.ts';

/** Whether something that may change data may be done in this context: refuses where it is read-only, and asks for the database's name where that is wanted. */
export async function allowed(
  { context, rules }: Pick<Cluster, 'context' | 'rules'>,
  { name }: Pick<LiveDatabase, 'name'>,
  what: string,
): Promise<boolean> {
  const refused = refusal(rules, context.name, what);
  if (refused !== undefined) {
    const settings = 'Open Settings';
    const answer = await vscode.window.showWarningMessage(refused, settings);
    if (answer === settings) await vscode.commands.executeCommand('workbench.action.openSettings', 'plinth.contexts');
    return false;
  }
  if (rules.protection !== 'confirm') return true;
  const typed = await vscode.window.showInputBox({
    title: `${what} in ${context.name}${rules.label === undefined ? '' : ` (${rules.label})`}`,
    prompt: `This may change data. Type «${name}» to go on.`,
    validateInput: (text) => (text === '' || text === name ? undefined : `Type «${name}», or press Escape.`),
    ignoreFocusOut: true,
  });
  return typed === name;
}
