import type { JournalRecord } from '../../core/runner/journal-model.ts';
import type { Sidebar } from '../sidebar.ts';
import { hasEnded } from '../views/operation/seen.ts';
import type { OperationSession } from './operation-session.ts';

/** How far an operation is: what has come about by it is more when this differs. */
const reached = (record: JournalRecord | undefined): string =>
  record === undefined
    ? ''
    : [hasEnded(record), ...record.steps.map(({ state }) => (state === 'running' ? 'waiting' : state))].join();

/**
 * Has the sidebar look at the database anew when one of an operation's steps ends, and at all when the operation does, whoever ran it: what it changed is shown at once, and not when it is
 * next asked for. Ends with what it returns.
 */
export function lookAtEnd(sidebar: Sidebar, context: string, session: OperationSession): () => void {
  let before = reached(session.seen.record);
  return session.onChange(({ record, database }) => {
    const now = reached(record);
    if (now === before) return;
    before = now;
    const view = sidebar.clusters.get(context)?.view;
    if (view === undefined) return;
    if (record !== undefined && hasEnded(record)) void view.refresh();
    else
      for (const { id, namespace, workload } of view.databases.values())
        if (namespace === database.namespace && workload.name === database.name) void view.refresh(id);
  });
}
