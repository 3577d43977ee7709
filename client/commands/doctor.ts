import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { doctorPage, titleOf } from '../views/doctor/page.ts';
import type { Command } from './context.ts';
import { databaseTarget } from './targets/pick.ts';

/** Looks whether a failover of a database would work right now, and shows what was found. Changes nothing; it may be stopped at any moment. */
export const examineDatabase: Command = async ({ sidebar }, argument) => {
  const target = await databaseTarget(sidebar, argument, 'Would a failover work?', () => true);
  if (target === undefined) return;
  const { cluster, database } = target;
  const title = titleOf({ database });
  const location = vscode.ProgressLocation.Notification;
  const diagnosis = await vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
    const stop = new AbortController();
    const end = token.onCancellationRequested(() => stop.abort());
    try {
      return await sidebar.core().diagnose(cluster.connection, database, Date.now(), stop.signal);
    } catch (error) {
      if (stop.signal.aborted) return undefined;
      throw error;
    } finally {
      end.dispose();
    }
  });
  if (diagnosis === undefined) return;
  // A page of its own each time: what was found before can be held against it.
  const panel = vscode.window.createWebviewPanel('plinth.doctor', title, vscode.ViewColumn.Active, {
    enableScripts: false,
    enableForms: false,
    localResourceRoots: [],
  });
  panel.webview.html = doctorPage(diagnosis, randomBytes(16).toString('base64'));
};
