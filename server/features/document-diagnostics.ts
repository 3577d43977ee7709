import { DocumentDiagnosticReportKind } from 'vscode-languageserver';
import type { DocumentDiagnosticReport } from 'vscode-languageserver';
import { SOURCE } from '../protocol/diagnostic.ts';
import type { Feature } from './feature.ts';

/** `textDocument/diagnostic`: what lies in one file, or that it is what the client has already. */
export const provideDocumentDiagnostics: Feature = (session) => {
  const { connection, client, runner, reports } = session;
  if (!client.pullsDiagnostics) return {};
  connection.languages.diagnostics.on(({ textDocument, previousResultId }, token) => {
    const harmless: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
    return runner.answer<DocumentDiagnosticReport>('textDocument/diagnostic', token, harmless, async (slice) => {
      const path = await session.settled(textDocument.uri);
      slice.check();
      const { id } = reports.of(path);
      if (id === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: id };
      return { kind: DocumentDiagnosticReportKind.Full, resultId: id, items: reports.diagnostics(path) };
    });
  });
  return { diagnosticProvider: { identifier: SOURCE, interFileDependencies: true, workspaceDiagnostics: true } };
};
