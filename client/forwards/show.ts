import * as vscode from 'vscode';
import { count } from '../words/count.ts';
import type { Forwards } from './forwards.ts';

/** Shows open ports in the status bar; a click offers to stop them. */
export function showForwards(forwards: Forwards): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('plinth.forwards', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Plinth port forwards';
  item.command = 'plinth.stopForward';
  const update = (): void => {
    const all = forwards.all;
    if (all.length === 0) {
      item.hide();
      return;
    }
    item.text = `$(arrow-swap) ${count(all.length, 'port forward')}`;
    item.tooltip = [...all.map(({ port, pod, to }) => `127.0.0.1:${port} → ${pod}:${to}`), 'Click to stop'].join('\n');
    item.show();
  };
  const end = forwards.onChange(update);
  return vscode.Disposable.from(item, { dispose: end }, { dispose: () => void forwards.stopAll() });
}
