import * as vscode from 'vscode';
import { count } from '../../words/count.ts';
import type { Command } from '../context.ts';
import { allowed } from '../targets/guard.ts';
import { databaseTarget } from '../targets/pick.ts';

/** Reads what lies at all destinations of a database anew: what is shown of backups is what was last seen there. */
export const refreshBackups: Command = async ({ sidebar }, argument) => {
  const core = sidebar.core().operations;
  const title = 'Look for backups anew';
  const target = await databaseTarget(sidebar, argument, title, ({ engine }) => core.methods(engine).length > 0);
  if (target === undefined) return;
  const { cluster, database } = target;
  // It reads by Jobs, which are made in the cluster.
  if (!(await allowed(cluster, database, title))) return;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Backups of ${database.name}`,
    cancellable: true,
  };
  const found = await vscode.window.withProgress(options, (progress, token) => {
    const end = new AbortController();
    token.onCancellationRequested(() => end.abort());
    return core.refreshBackups(cluster.connection, database, {
      tell: (message) => progress.report({ message }),
      signal: end.signal,
    });
  });
  void cluster.view.refresh(database.id);
  const unread = found.unread.map(({ destination, why }) => `${destination} could not be read: ${why}`);
  const message = `${database.name} has ${count(found.backups.length, 'known backup')}.`;
  if (unread.length > 0) void vscode.window.showWarningMessage([message, ...unread].join(' '));
  else vscode.window.setStatusBarMessage(message, 8000);
};
