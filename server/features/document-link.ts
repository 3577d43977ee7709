import type { DocumentLink } from 'vscode-languageserver';
import { filesNamedBy } from '../references/files.ts';
import { namePlace } from '../references/range.ts';
import type { Feature } from './feature.ts';
import { openedAt } from './navigation.ts';

/** `textDocument/documentLink`: the files that a kustomization takes in. */
export const provideDocumentLinks: Feature = (session) => {
  const { connection, runner, documents } = session;
  connection.onDocumentLinks(({ textDocument: { uri } }, token) =>
    runner.answer<DocumentLink[]>('textDocument/documentLink', token, [], async () => {
      const opened = await openedAt(session, uri);
      if (opened === undefined) return [];
      const { file, workspace } = opened;
      return file.documents.flatMap((document) => {
        const kustomization = workspace.kustomizations.get(document);
        if (kustomization === undefined) return [];
        return filesNamedBy(kustomization, workspace).map((named) => ({
          range: namePlace(named).range,
          target: documents.uriOf(named.file),
        }));
      });
    }),
  );
  return { documentLinkProvider: {} };
};
