import * as vscode from 'vscode';
import type { CodeAction } from 'vscode-languageclient/node';
import type { Command } from './context.ts';

/** The kind of the source action that applies every safe fix; `editor.codeActionsOnSave` names it, too. */
const FIX_ALL = 'source.fixAll.plinth';

/**
 * Applies every safe fix in the active file. The server is asked directly: the editor's own command for it is given up without a word when
 * something else happens to the document meanwhile.
 */
export const fixAllInFile: Command = async ({ session }) => {
  const client = await session.client();
  const document = vscode.window.activeTextEditor?.document;
  if (client === undefined || document === undefined) return;
  const actions = await client.sendRequest<CodeAction[] | null>('textDocument/codeAction', {
    textDocument: { uri: client.code2ProtocolConverter.asUri(document.uri) },
    range: { start: { line: 0, character: 0 }, end: { line: document.lineCount, character: 0 } },
    context: { diagnostics: [], only: [FIX_ALL] },
  });
  const [action] = actions ?? [];
  if (action === undefined) {
    void vscode.window.showInformationMessage('There is nothing in this file that can be mended without asking.');
    return;
  }
  const { edit } = await client.sendRequest<CodeAction>('codeAction/resolve', action);
  const change = await client.protocol2CodeConverter.asWorkspaceEdit(edit);
  if (change === undefined || !(await vscode.workspace.applyEdit(change))) {
    void vscode.window.showWarningMessage('The text has changed meanwhile, and nothing was mended. Try again.');
  }
};
