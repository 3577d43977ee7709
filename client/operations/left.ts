import * as vscode from 'vscode';
import type { ListedOperation } from '../../core/runner/list.ts';
import type { Sidebar } from '../sidebar.ts';
import type { Desk } from './desk.ts';
import { leftBehind } from './left-behind.ts';

/** What is under way at the connection is looked at again after so long, in milliseconds: its runner may have died with another window, and its Lease still looks fresh. */
const AGAIN_MS = 60_000;

/** Asks once about each operation that nobody is at: nothing is taken up silently, and nothing is passed over. */
export function askAboutLeft(sidebar: Sidebar, desk: Desk, log: (message: string) => void): vscode.Disposable {
  const looked = new Set<string>();
  const asked = new Set<string>();
  const timers = new Map<string, NodeJS.Timeout>();
  const look = async (context: string): Promise<void> => {
    timers.delete(context);
    const cluster = sidebar.clusters.get(context);
    if (cluster?.connection === undefined || cluster.view === undefined) return;
    const { operations: core } = sidebar.core();
    for (const namespace of cluster.view.namespaces ?? [undefined]) {
      try {
        const { operations } = await core.list(cluster.connection, namespace);
        for (const one of leftBehind(operations)) {
          const key = JSON.stringify([context, one.record.id, one.record.phase]);
          // What the editor shows or runs itself needs no question.
          if (asked.has(key) || desk.has(one.record.id)) continue;
          asked.add(key);
          void ask(context, cluster.context.name, one, desk);
        }
        const isUnderWay = operations.some(({ record, live }) => live && !desk.has(record.id));
        if (isUnderWay && !timers.has(context))
          timers.set(
            context,
            setTimeout(() => void look(context), AGAIN_MS),
          );
      } catch (error) {
        log(
          `Operations of ${cluster.context.name} cannot be listed: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
  };
  const end = sidebar.clusters.onChange(({ context }) => {
    if (context === undefined) return;
    const phase = sidebar.clusters.get(context)?.state.phase;
    // A connection that comes back after a while is looked at anew.
    if (phase !== 'connected') looked.delete(context);
    else if (!looked.has(context)) {
      looked.add(context);
      void look(context);
    }
  });
  return new vscode.Disposable(() => {
    end();
    for (const timer of timers.values()) clearTimeout(timer);
  });
}

async function ask(context: string, name: string, listed: ListedOperation, desk: Desk): Promise<void> {
  const { title, database, by, phase } = listed.record;
  const attention = phase === 'needs-attention';
  const state = attention ? 'needs a person' : 'was left half-way';
  const resume = 'Resume …';
  const back = 'Roll Back …';
  const leave = 'Leave';
  const said = `«${title}» (${database.namespace}/${database.name}, context ${name}, begun by ${by}) ${state}.`;
  const answer = await vscode.window.showWarningMessage(said, resume, back, leave);
  if (answer !== resume && answer !== back) return;
  const session = desk.open(context, listed);
  // A context that always asks for the name does so on the page.
  if (session.seen.context.protection === 'none') await session.takeUp(answer === resume ? 'forward' : 'back', '');
}
