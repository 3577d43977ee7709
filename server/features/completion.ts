import type { CompletionItem, CompletionList } from 'vscode-languageserver';
import { fieldItems, valueItems } from '../completion/fields.ts';
import { nameItems } from '../completion/names.ts';
import { probeAt } from '../completion/probe.ts';
import type { Feature } from './feature.ts';
import { openedAt } from './navigation.ts';

/** `textDocument/completion`: fields and values of Kubernetes' own kinds, and the names of what the workspace has where something is named. */
export const provideCompletion: Feature = (session) => {
  const { connection, client, runner, schemas } = session;
  const none: CompletionList = { isIncomplete: false, items: [] };
  connection.onCompletion(({ textDocument: { uri }, position }, token) =>
    runner.answer<CompletionList>('textDocument/completion', token, none, async () => {
      const opened = await openedAt(session, uri);
      const probe = opened && probeAt(opened.file, position);
      if (opened === undefined || probe === undefined) return none;
      const known = schemas.for(opened.path);
      const items: CompletionItem[] = [];
      if (probe.siblings !== undefined) items.push(...(known ? fieldItems(probe, known) : []));
      else items.push(...nameItems(probe, opened.workspace), ...(known ? valueItems(probe, known) : []));
      return { isIncomplete: false, items: client.insertTextModes ? items : items.map(withoutMode) };
    }),
  );
  return { completionProvider: { triggerCharacters: [' ', '-', '"'] } };
};

/** Clients that do not know the mode would trip over it. */
function withoutMode(item: CompletionItem): CompletionItem {
  const copy = { ...item };
  delete copy.insertTextMode;
  return copy;
}
