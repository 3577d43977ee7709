import { DocumentDiagnosticReportKind } from 'vscode-languageserver';
import type { WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver';
import type { Slice } from '../runner.ts';
import { pathOf } from '../session/paths.ts';
import type { Session } from '../session/session.ts';
import type { Feature } from './feature.ts';

/** How many files are told of at once. */
const BATCH = 50;
/** How long to wait after a change before all files are looked at: somebody may be typing. */
const QUIET_MS = 300;

/**
 * `workspace/diagnostic`: the findings of files that are not open. A client that takes answers in parts is told at once what is new to
 * it; when nothing is, the request is kept until something changes. So an idle editor and an idle server leave each other alone.
 */
export const provideWorkspaceDiagnostics: Feature = (session) => {
  const { connection, client, runner, changes } = session;
  if (!client.pullsDiagnostics) return {};
  connection.languages.diagnostics.onWorkspace(({ previousResultIds }, token, _progress, parts) => {
    const harmless: WorkspaceDiagnosticReport = { items: [] };
    return runner.answer('workspace/diagnostic', token, harmless, async (slice) => {
      const known = new Map(previousResultIds.map(({ uri, value }) => [pathOf(uri), value]));
      if (parts === undefined) return { items: await collect(session, known, slice, true) };
      for (;;) {
        const changed = changes.next((end) => token.onCancellationRequested(end));
        const items = await collect(session, known, slice, false);
        for (let at = 0; at < items.length; at += BATCH) parts.report({ items: items.slice(at, at + BATCH) });
        if (items.length > 0) return harmless;
        await changed;
        await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
        slice.check();
      }
    });
  });
  // The capability is document-diagnostics.ts's: the protocol has one for both.
  return {};
};

/** What differs from what the client knows; with `all` also that the rest does not. */
async function collect(
  { reports, documents }: Session,
  known: ReadonlyMap<string, string>,
  slice: Slice,
  all: boolean,
): Promise<WorkspaceDocumentDiagnosticReport[]> {
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  const there = new Set<string>();
  for (const path of [...reports.paths()]) {
    await slice.pause();
    there.add(path);
    if (documents.has(path)) continue;
    const { id, findings } = reports.of(path);
    const about = { uri: documents.uriOf(path), version: null, resultId: id };
    if (known.get(path) === id) {
      if (all) items.push({ ...about, kind: DocumentDiagnosticReportKind.Unchanged });
    } else if (findings.length > 0 || known.has(path)) {
      items.push({ ...about, kind: DocumentDiagnosticReportKind.Full, items: reports.diagnostics(path) });
    }
  }
  for (const path of known.keys()) {
    if (there.has(path) || documents.has(path)) continue;
    items.push({ uri: documents.uriOf(path), version: null, kind: DocumentDiagnosticReportKind.Full, items: [] });
  }
  return items;
}
