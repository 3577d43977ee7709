import * as vscode from 'vscode';
import type { Screen, Size } from './stream-session.ts';

/** What stands behind a terminal. */
export interface Session {
  open(size: Size | undefined): void;
  input(text: string): void;
  resize?(size: Size): void;
  close(): void;
}

/** Opens a terminal of the editor over a session of ours. */
export function openTerminal(name: string, icon: string, session: (screen: Screen) => Session): vscode.Terminal {
  const wrote = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<number | undefined>();
  const behind = session({ write: (text) => wrote.fire(text), close: (code) => closed.fire(code) });
  const pty: vscode.Pseudoterminal = {
    onDidWrite: wrote.event,
    // The editor takes `undefined` for an end without a code.
    onDidClose: closed.event as NonNullable<vscode.Pseudoterminal['onDidClose']>,
    open: (size) => behind.open(size),
    handleInput: (text) => behind.input(text),
    setDimensions: (size) => behind.resize?.(size),
    close: () => {
      behind.close();
      wrote.dispose();
      closed.dispose();
    },
  };
  const terminal = vscode.window.createTerminal({ name, pty, iconPath: new vscode.ThemeIcon(icon) });
  terminal.show();
  return terminal;
}
