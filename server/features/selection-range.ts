import type { Position, SelectionRange } from 'vscode-languageserver';
import type { SourceFile } from '../documents/index.ts';
import { pathAt } from '../documents/path-at.ts';
import type { Feature } from './feature.ts';
import { openedAt } from './navigation.ts';

/** `textDocument/selectionRange`: from a value to its entry, its map and outwards to the document. */
export const provideSelectionRanges: Feature = (session) => {
  const { connection, runner } = session;
  connection.onSelectionRanges(({ textDocument: { uri }, positions }, token) =>
    runner.answer<SelectionRange[] | null>('textDocument/selectionRange', token, null, async () => {
      const opened = await openedAt(session, uri);
      return opened === undefined ? null : positions.map((position) => selectionAt(opened.file, position));
    }),
  );
  return { selectionRangeProvider: true };
};

function selectionAt(file: SourceFile, position: Position): SelectionRange {
  const document = file.documentAt(position);
  let selection: SelectionRange | undefined;
  if (document) {
    const base = document.startOffset;
    const around = pathAt(document.syntax, file.offsetAt(position) - base)?.around ?? [];
    let before: readonly [number, number] = [-1, -1];
    for (const [start, end] of around) {
      if (start === before[0] && end === before[1]) continue;
      before = [start, end];
      const range = { start: file.positionAt(base + start), end: file.positionAt(base + end) };
      selection = { range, ...(selection ? { parent: selection } : {}) };
    }
  }
  return selection ?? { range: { start: position, end: position } };
}
