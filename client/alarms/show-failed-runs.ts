import * as vscode from 'vscode';
import type { Clusters } from '../cluster/clusters.ts';
import type { Store } from '../preferences/preferences.ts';
import { keyOfSchedule } from '../views/databases/keys.ts';
import { moment } from '../words/time.ts';
import { failedRuns, FailureBell } from './failed-runs.ts';
import type { FailedRun } from './failed-runs.ts';

/** What changes in the same moment is looked at together, in milliseconds. */
const SETTLE_MS = 1000;

/** Says once of each backup, stop and start by the clock that its last run failed. */
export function showFailedRuns(
  clusters: Clusters,
  store: Store,
  reveal: (context: string, database: string) => unknown,
): vscode.Disposable {
  const bell = new FailureBell(store);
  const ring = async ({ context, contextName, database, what, run }: FailedRun): Promise<void> => {
    const show = 'Show';
    const log = 'Open Schedule';
    const when = run.last === undefined ? '' : ` at ${moment(run.last)}`;
    const place = `${database.namespace}/${database.name} in ${contextName}`;
    const answer = await vscode.window.showWarningMessage(
      `The scheduled ${what} ${run.object.name} of ${place} failed${when}.`,
      show,
      log,
    );
    if (answer === show) await reveal(context, database.id);
    const row = {
      kind: what === 'backup' ? 'backup' : 'hours',
      context,
      database: database.id,
      key: keyOfSchedule(run),
    };
    if (answer === log) await vscode.commands.executeCommand('plinth.openLive', row);
  };
  let timer: NodeJS.Timeout | undefined;
  const end = clusters.onChange(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const one of bell.fresh(failedRuns(clusters.all))) void ring(one);
    }, SETTLE_MS);
  });
  return vscode.Disposable.from({ dispose: end }, { dispose: () => clearTimeout(timer) });
}
