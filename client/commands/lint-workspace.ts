import * as vscode from 'vscode';
import { LINT_WORKSPACE } from '../../server/protocol/messages.ts';
import type { LintWorkspaceResult } from '../../server/protocol/messages.ts';
import type { Command } from './context.ts';
import { sentence } from './summary.ts';

async function show(summary: LintWorkspaceResult): Promise<void> {
  const problems = 'Show Problems';
  const offers = summary.findings > 0 ? [problems] : [];
  const answer = await vscode.window.showInformationMessage(`Plinth: ${sentence(summary)}`, ...offers);
  if (answer === problems) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

/** Reads every manifest of the workspace and sums up what was found; gives the summary to whoever calls it. */
export const lintWorkspace: Command = async ({ session }) => {
  const client = await session.client();
  if (client === undefined) throw new Error('the language server is not running. The output says why.');
  const summary = await client.sendRequest<LintWorkspaceResult>(LINT_WORKSPACE);
  // The message may stand for long; the command is through.
  void show(summary);
  return summary;
};
