import type { Location } from 'vscode-languageserver';
import { usesOf } from '../references/uses.ts';
import type { Feature } from './feature.ts';
import { askedFor, locationOf, sourceOf } from './navigation.ts';

/** `textDocument/references`: every place of the workspace that names what stands under the cursor. */
export const provideReferences: Feature = (session) => {
  const { connection, runner } = session;
  connection.onReferences(({ textDocument: { uri }, position, context }, token) =>
    runner.answer<Location[]>('textDocument/references', token, [], async (slice) => {
      const asked = await askedFor(session, uri, position);
      if (asked?.subject === undefined) return [];
      const { subject, workspace } = asked;
      const found = context.includeDeclaration ? subject.definitions.map(sourceOf) : [];
      for (const use of usesOf(subject, workspace)) {
        found.push(sourceOf(use));
        await slice.pause();
      }
      return found.map((source) => locationOf(session, source));
    }),
  );
  return { referencesProvider: true };
};
