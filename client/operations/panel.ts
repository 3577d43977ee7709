import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { CoreModule } from '../cluster/core.ts';
import { readPageMessage } from '../views/operation/messages.ts';
import type { Kept, ShowMessage } from '../views/operation/messages.ts';
import { page, partsOf, spoken } from '../views/operation/page.ts';
import type { OperationSession } from './operation-session.ts';
import { copiedText } from './texts.ts';

/** The type of the panels, by which VS Code brings them back. */
export const PANEL = 'plinth.operation';

/** At most so often, in milliseconds, the page is shown anew: progress may come in hundreds of lines. */
const SHOW_EVERY = 100;

export const panelOptions = (extension: vscode.Uri): vscode.WebviewOptions => ({
  enableScripts: true,
  enableForms: false,
  localResourceRoots: [vscode.Uri.joinPath(extension, 'dist')],
});

/** What the panel needs beside the session. */
export interface PanelNeeds {
  readonly extension: vscode.Uri;
  readonly core: () => CoreModule;
  /** The context's id. */
  readonly context: string;
  readonly closed: () => void;
}

/** Shows an operation in a panel, until it is closed. */
export function showIn(panel: vscode.WebviewPanel, session: OperationSession, needs: PanelNeeds): void {
  const { webview } = panel;
  const nonce = randomBytes(16).toString('base64');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(needs.extension, 'dist', 'operation-view.js')).toString();
  let timer: NodeJS.Timeout | undefined;
  const show = (): void => {
    timer = undefined;
    const { seen } = session;
    panel.title = seen.plan?.title ?? seen.record?.title ?? 'Operation';
    const message: ShowMessage = {
      type: 'show',
      parts: partsOf(seen),
      say: spoken(seen),
      keep: keptOf(session, needs.context),
    };
    void webview.postMessage(message);
  };
  const end = session.onChange(() => (timer ??= setTimeout(show, SHOW_EVERY)));
  const listening = webview.onDidReceiveMessage((value: unknown) => {
    void answer(value, panel, session, needs, show);
  });
  panel.onDidDispose(() => {
    clearTimeout(timer);
    end();
    listening.dispose();
    needs.closed();
  });
  webview.html = page(session.seen, { nonce, script });
}

/** It is kept from the plan on, so that nothing is lost between pressing Run and closing the window; only what was begun comes back. */
const keptOf = (session: OperationSession, context: string): Kept => ({
  context,
  namespace: session.seen.database.namespace,
  id: session.id,
  begun: session.isBegun,
});

async function answer(
  value: unknown,
  panel: vscode.WebviewPanel,
  session: OperationSession,
  { core }: PanelNeeds,
  show: () => void,
): Promise<void> {
  const message = readPageMessage(value);
  const { seen } = session;
  switch (message?.type) {
    case undefined:
      return;
    case 'ready':
      show();
      return;
    case 'close':
      panel.dispose();
      return;
    case 'again':
      return session.plan();
    case 'run':
      return session.run(message);
    case 'cancel':
      return session.cancel();
    case 'resume':
      return session.takeUp('forward', message.name);
    case 'roll-back':
      return session.takeUp('back', message.name);
    case 'copy': {
      const text = copiedText(seen, message.key);
      if (text === undefined) return;
      await vscode.env.clipboard.writeText(text);
      vscode.window.setStatusBarMessage('Copied the commands', 5000);
      return;
    }
    case 'export': {
      const { plan } = seen;
      if (plan === undefined) return;
      const isMarkdown = message.format === 'markdown';
      const content = isMarkdown ? core().operations.markdown(plan) : `${JSON.stringify(plan, undefined, 2)}\n`;
      const language = isMarkdown ? 'markdown' : 'json';
      // An untitled document is looked at first, and kept where one likes.
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language }));
    }
  }
}
