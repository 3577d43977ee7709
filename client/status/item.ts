import * as vscode from 'vscode';
import { isManifest } from '../language/manifests.ts';
import type { Session } from '../language/session.ts';
import { explanation, label } from './counts.ts';
import type { Counts } from './counts.ts';

/** Problems come file by file; they are counted once they have settled. */
const SETTLE_MS = 100;

/** What the status bar offers, as links. */
const OFFERS = [
  ['workbench.actions.view.problems', 'Show Problems'],
  ['plinth.lintWorkspace', 'Lint Workspace'],
  ['plinth.explainRule', 'Explain a Rule'],
  ['plinth.restartServer', 'Restart Server'],
  ['plinth.showOutput', 'Show Output'],
] as const;

const ofPlinth = (diagnostics: readonly vscode.Diagnostic[]): number =>
  diagnostics.filter(({ source }) => source === 'plinth').length;

function countNow(): Counts {
  const document = vscode.window.activeTextEditor?.document;
  const file = document && isManifest(document) ? ofPlinth(vscode.languages.getDiagnostics(document.uri)) : undefined;
  const all = vscode.languages.getDiagnostics();
  return { file, workspace: all.reduce((sum, [, diagnostics]) => sum + ofPlinth(diagnostics), 0) };
}

/** The status bar's item: how many risks, and whether the server runs. A click shows the problems, or why it does not run. */
export function showStatus(session: Session): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('plinth.status', vscode.StatusBarAlignment.Left);
  item.name = 'Plinth';
  const update = (): void => {
    const counts = countNow();
    item.text = label(session.state, counts);
    item.command = session.state === 'failed' ? 'plinth.showOutput' : 'workbench.actions.view.problems';
    item.backgroundColor =
      session.state === 'failed' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    const offers = OFFERS.map(([command, title]) => `[${title}](command:${command})`).join(' · ');
    item.tooltip = new vscode.MarkdownString(`${explanation(session.state, counts)}\n\n${offers}`);
    item.tooltip.isTrusted = { enabledCommands: OFFERS.map(([command]) => command) };
    // Who has no manifests open is left alone.
    if (session.state === 'waiting' || session.state === 'off') item.hide();
    else item.show();
  };
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(update, SETTLE_MS);
  };
  update();
  return vscode.Disposable.from(
    item,
    session.onDidChangeState(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.languages.onDidChangeDiagnostics(soon),
    { dispose: () => clearTimeout(timer) },
  );
}
