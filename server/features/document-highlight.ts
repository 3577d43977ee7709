import { DocumentHighlightKind } from 'vscode-languageserver';
import type { DocumentHighlight } from 'vscode-languageserver';
import { usesWithin } from '../references/uses.ts';
import { namePlace } from '../references/range.ts';
import type { Feature } from './feature.ts';
import { askedFor, sourceOf } from './navigation.ts';

/** `textDocument/documentHighlight`: the places of this file that name the same thing as the one under the cursor. */
export const provideDocumentHighlights: Feature = (session) => {
  const { connection, runner } = session;
  connection.onDocumentHighlight(({ textDocument: { uri }, position }, token) =>
    runner.answer<DocumentHighlight[] | null>('textDocument/documentHighlight', token, null, async () => {
      const asked = await askedFor(session, uri, position);
      // Without an answer of ours the editor marks equal words by itself.
      if (asked?.subject === undefined) return null;
      const { subject, file, workspace } = asked;
      const defined = subject.definitions.filter(({ object }) => object.document.file === file);
      return [
        ...defined.map((one) => ({ range: namePlace(sourceOf(one)).range, kind: DocumentHighlightKind.Write })),
        ...[...usesWithin(file, subject, workspace)].map((one) => ({
          range: namePlace(sourceOf(one)).range,
          kind: DocumentHighlightKind.Read,
        })),
      ];
    }),
  );
  return { documentHighlightProvider: true };
};
