import * as vscode from 'vscode';
import { isManifest } from '../language/manifests.ts';
import type { Session } from '../language/session.ts';
import { explanation, label } from './counts.ts';
import type { Seen } from './counts.ts';

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

/** The problems of the file in front; undefined where it is no manifest. */
function inFront(): number | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || !isManifest(document)) return undefined;
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'plinth').length;
}

/** The status bar's item: how many risks, and whether the server runs. A click shows the problems, or why it does not run. */
export function showStatus(session: Session): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('plinth.status', vscode.StatusBarAlignment.Left);
  item.name = 'Plinth';
  const update = (): void => {
    const seen: Seen = { state: session.state, file: inFront(), workspace: session.status };
    item.text = label(seen);
    item.command = session.state === 'failed' ? 'plinth.showOutput' : 'workbench.actions.view.problems';
    item.backgroundColor =
      session.state === 'failed' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    const offers = OFFERS.map(([command, title]) => `[${title}](command:${command})`).join(' · ');
    item.tooltip = new vscode.MarkdownString(`${explanation(seen)}\n\n${offers}`);
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
    session.onDidChangeStatus(soon),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.languages.onDidChangeDiagnostics(soon),
    { dispose: () => clearTimeout(timer) },
  );
}
