import type { YamlDocument } from '../documents/index.ts';
import type { SyntaxNode } from '../documents/syntax.ts';
import type { TextEdit } from '../edits/index.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Finding } from './finding.ts';

/** What stands where the author is to say why. */
const REASON = 'reason';

/**
 * The edit that suppresses a finding: a comment on the line before, indented like it, whose reason is left to fill in. Where that line
 * belongs to a text of several lines a comment would be part of the text: then it stands at the document's head and holds for all of
 * it. Undefined where no comment can stand (JSON) and for what is not about a document.
 */
export function suppressEdit({ rule, uri, range }: Finding, workspace: Workspace): TextEdit | undefined {
  const file = workspace.files.get(uri);
  const document = file?.documentAt(range.start);
  if (file === undefined || document === undefined || file.language === 'json' || rule.startsWith('suppress/'))
    return undefined;
  const line = range.start.line - document.startLine;
  const place = isInsideText(document.syntax, document.lines.lineStart(line))
    ? headOf(document)
    : document.lines.lineStart(line);
  const indent = /[ \t]*/uy;
  indent.lastIndex = place;
  const space = indent.exec(document.text)?.[0] ?? '';
  const lineBreak = document.text.includes('\r\n') ? '\r\n' : '\n';
  const start = document.startOffset + place;
  const before = `${space}# plinth-ignore ${rule} -- `;
  return {
    start,
    end: start,
    text: `${before}${REASON}${lineBreak}`,
    snippetText: `${before}\${1:${REASON}}${lineBreak}`,
  };
}

/** Whether an offset lies inside a scalar: between the lines of one that has several. */
function isInsideText(node: SyntaxNode | undefined, offset: number): boolean {
  if (node === undefined || node.start >= offset || node.end < offset) return false;
  if (node.kind === 'scalar') return true;
  if (node.kind === 'map') return node.entries.some(({ value }) => isInsideText(value, offset));
  return node.kind === 'list' && node.items.some((item) => isInsideText(item, offset));
}

/** Before the first line that says something: behind directives, comments and the `---` line. */
function headOf({ text, lines, lineBreaks }: YamlDocument): number {
  for (let line = 0; line <= lineBreaks; line += 1) {
    const content = text.slice(lines.lineStart(line), lines.lineEnd(line)).trim();
    if (content !== '' && !/^(?:#|---|%|\uFEFF$)/u.test(content)) return lines.lineStart(line);
  }
  return 0;
}
