import { TextDocumentSyncKind } from 'vscode-languageserver';
import { pathOf } from '../session/paths.ts';
import type { Feature } from './feature.ts';

/** `textDocument/didOpen`, `didChange`, `didClose`: changes go straight into the source file and its workspace. */
export const synchronizeText: Feature = ({ connection, runner, documents, projects, reports, changes }) => {
  connection.onDidOpenTextDocument(({ textDocument }) => {
    runner.run('didOpen', async () => {
      const document = documents.open(textDocument);
      await projects.place(document);
      changes.tell('edit');
    });
  });
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    runner.run('didChange', () => {
      const change = documents.change(textDocument.uri, textDocument.version, contentChanges);
      if (change === undefined) return;
      projects.update(change);
      changes.tell('edit');
    });
  });
  connection.onDidCloseTextDocument(({ textDocument }) => {
    runner.run('didClose', async () => {
      const path = pathOf(textDocument.uri);
      documents.close(textDocument.uri);
      const linter = projects.linterOf(path);
      await projects.close(path);
      // Checked again now, and not when the next key is pressed in another file.
      linter?.refresh();
      reports.forget(path);
      changes.tell('edit');
    });
  });
  return { textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false } };
};
