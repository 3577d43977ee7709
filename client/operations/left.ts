import * as vscode from 'vscode';
import type { ListedOperation } from '../../core/runner/list.ts';
import type { Sidebar } from '../sidebar.ts';
import type { Desk } from './desk.ts';
import { leftBehind } from './left-behind.ts';

/** Asks once for each connection about operations that nobody is at: nothing is taken up silently, and nothing is passed over. */
export function askAboutLeft(sidebar: Sidebar, desk: Desk, log: (message: string) => void): vscode.Disposable {
  const asked = new Set<string>();
  const look = async (context: string): Promise<void> => {
    const cluster = sidebar.clusters.get(context);
    if (cluster?.connection === undefined || cluster.view === undefined) return;
    const { operations: core } = sidebar.core();
    for (const namespace of cluster.view.namespaces ?? [undefined]) {
      try {
        const { operations } = await core.list(cluster.connection, namespace);
        for (const one of leftBehind(operations)) void ask(context, cluster.context.name, one, desk);
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
    if (phase !== 'connected') asked.delete(context);
    else if (!asked.has(context)) {
      asked.add(context);
      void look(context);
    }
  });
  return new vscode.Disposable(end);
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
  await session.takeUp(answer === resume ? 'forward' : 'back');
}
