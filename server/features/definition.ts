import type { LocationLink } from 'vscode-languageserver';
import type { Feature } from './feature.ts';
import { askedFor, fileNamedAt, locationOf, sourceOf } from './navigation.ts';

const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** `textDocument/definition`: from a name to what bears it, in this file or another; from a kustomization to the files that it takes in. */
export const provideDefinition: Feature = (session) => {
  const { connection, client, runner, documents } = session;
  connection.onDefinition(({ textDocument: { uri }, position }, token) =>
    runner.answer('textDocument/definition', token, null, async () => {
      const asked = await askedFor(session, uri, position);
      if (asked === undefined) return null;
      const named = fileNamedAt(asked, position);
      const links: LocationLink[] = named
        ? [
            {
              originSelectionRange: locationOf(session, named).range,
              targetUri: documents.uriOf(named.file),
              targetRange: START,
              targetSelectionRange: START,
            },
          ]
        : (asked.subject?.definitions ?? []).map((definition) => {
            const { uri: targetUri, range } = locationOf(session, sourceOf(definition));
            return { targetUri, targetRange: range, targetSelectionRange: range };
          });
      return client.definitionLinks
        ? links
        : links.map(({ targetUri, targetSelectionRange }) => ({ uri: targetUri, range: targetSelectionRange }));
    }),
  );
  return { definitionProvider: true };
};
