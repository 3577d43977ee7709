import * as vscode from 'vscode';
import { LINT_WORKSPACE } from '../../server/protocol/messages.ts';
import type { LintWorkspaceResult } from '../../server/protocol/messages.ts';
import type { Command } from './context.ts';
import { sentence } from './summary.ts';

/** Reads every manifest of the workspace and sums up what was found; the problems stand in the Problems panel. */
export const lintWorkspace: Command = async ({ session }) => {
  const client = await session.client();
  if (client === undefined) throw new Error('the language server is not running. The output says why.');
  const summary = await client.sendRequest<LintWorkspaceResult>(LINT_WORKSPACE);
  const show = 'Show Problems';
  const answer = await vscode.window.showInformationMessage(
    `Plinth: ${sentence(summary)}`,
    ...(summary.findings > 0 ? [show] : []),
  );
  if (answer === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
  return summary;
};
