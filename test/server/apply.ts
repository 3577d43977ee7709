import type { Range, SnippetTextEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver-protocol';
import { SourceFile } from '../../server/documents/index.ts';

/** The texts after a workspace edit, as an editor without snippets would have them: placeholders become what they propose. */
export function applied(texts: Readonly<Record<string, string>>, edit: WorkspaceEdit): Record<string, string> {
  const result = { ...texts };
  for (const [uri, edits] of Object.entries(edit.changes ?? {})) result[uri] = apply(result[uri] ?? '', edits);
  for (const change of edit.documentChanges ?? []) {
    if (!('edits' in change)) continue;
    const { uri } = change.textDocument;
    result[uri] = apply(result[uri] ?? '', change.edits);
  }
  return result;
}

function apply(text: string, edits: readonly (TextEdit | SnippetTextEdit)[]): string {
  const file = SourceFile.open('/text.yaml', text);
  const offsets = ({ start, end }: Range) => ({ start: file.offsetAt(start), end: file.offsetAt(end) });
  const ordered = edits
    .map((edit) => ({ ...offsets(edit.range), text: 'snippet' in edit ? plain(edit.snippet.value) : edit.newText }))
    .sort((a, b) => b.start - a.start);
  return ordered.reduce((all, { start, end, text: own }) => all.slice(0, start) + own + all.slice(end), text);
}

/** A snippet with its proposals as text. */
function plain(snippet: string): string {
  return snippet
    .replaceAll(/\$\{\d+\|((?:[^,|\\]|\\.)*)[^|]*\|\}/gu, '$1')
    .replaceAll(/\$\{\d+:((?:[^}\\]|\\.)*)\}/gu, '$1')
    .replaceAll(/\\([\\$},|])/gu, '$1');
}
