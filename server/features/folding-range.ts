import { FoldingRangeKind } from 'vscode-languageserver';
import type { FoldingRange } from 'vscode-languageserver';
import type { YamlDocument } from '../documents/index.ts';
import { resolved } from '../documents/syntax.ts';
import type { SyntaxNode } from '../documents/syntax.ts';
import { manifestsIn } from '../workspace/manifests.ts';
import type { Feature } from './feature.ts';
import { openedAt } from './navigation.ts';

/** `textDocument/foldingRange`: documents, entries, items and blocks of comments of files with manifests. */
export const provideFoldingRanges: Feature = (session) => {
  const { connection, runner } = session;
  connection.onFoldingRanges(({ textDocument: { uri } }, token) =>
    runner.answer<FoldingRange[] | null>('textDocument/foldingRange', token, null, async (slice) => {
      const opened = await openedAt(session, uri);
      // Other files are folded by the editor itself, by their indentation.
      if (!opened?.file.documents.some((document) => manifestsIn(document).length > 0)) return null;
      const ranges: FoldingRange[] = [];
      for (const document of opened.file.documents) {
        ranges.push(...rangesOf(document));
        await slice.pause();
      }
      return ranges;
    }),
  );
  return { foldingRangeProvider: true };
};

function rangesOf(document: YamlDocument): FoldingRange[] {
  const { lines, syntax, startLine } = document;
  const byStart = new Map<number, FoldingRange>();
  const fold = (start: number, end: number, kind?: FoldingRangeKind): void => {
    const [from, to] = [lines.lineAt(start), lines.lineAt(Math.max(start, end - 1))];
    const known = byStart.get(from);
    if (to <= from || (known && known.endLine >= to + startLine)) return;
    byStart.set(from, { startLine: from + startLine, endLine: to + startLine, ...(kind ? { kind } : {}) });
  };
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'list') {
      for (const [index, item] of node.items.entries()) {
        fold(node.dashes[index] ?? item.start, item.end);
        visit(item);
      }
    } else if (node.kind === 'map') {
      for (const entry of node.entries) {
        fold(entry.keyStart, entry.end);
        visit(entry.value);
      }
    }
  };
  if (syntax) {
    const root = resolved(syntax);
    if (document.text.startsWith('---') && root) fold(0, root.end);
    visit(syntax);
  }
  let first: number | undefined;
  let last = -2;
  for (const { start } of document.comments) {
    const line = lines.lineAt(start);
    // A comment behind a value belongs to its line.
    if (document.text.slice(lines.lineStart(line), start).trim() !== '') continue;
    if (first === undefined || line !== last + 1) first = line;
    else
      byStart.set(first, { startLine: first + startLine, endLine: line + startLine, kind: FoldingRangeKind.Comment });
    last = line;
  }
  return [...byStart.values()];
}
