import type {
  CreateFile,
  SnippetTextEdit,
  TextDocumentEdit,
  TextEdit as ProtocolEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { SourceFile } from '../documents/index.ts';
import type { TextEdit } from '../edits/index.ts';
import type { Edits } from '../linter/fixing.ts';
import type { Client } from '../protocol/capabilities.ts';
import type { OpenDocuments } from './open-documents.ts';

/** Whose files the edits are about. */
export interface Files {
  readonly client: Client;
  readonly documents: OpenDocuments;
  readonly fileAt: (path: string) => SourceFile | undefined;
}

/** Edits in the protocol's words, with versions, new files and snippets as far as the client understands them; undefined where it cannot make a new file. */
export function toWorkspaceEdit(edits: Edits, { client, documents, fileAt }: Files): WorkspaceEdit | undefined {
  const changes: Record<string, ProtocolEdit[]> = {};
  const documentChanges: (TextDocumentEdit | CreateFile)[] = [];
  for (const [path, own] of edits) {
    const uri = documents.uriOf(path);
    const file = fileAt(path);
    if (file === undefined) {
      if (!client.createsFiles) return undefined;
      documentChanges.push({ kind: 'create', uri, options: { ignoreIfExists: true } });
    }
    const version = documents.get(path)?.version ?? null;
    const plain = own.map((edit) => plainEdit(edit, file));
    changes[uri] = plain;
    const written = client.snippetEdits && own.some(isSnippet) ? snippetEdits(own, file) : plain;
    documentChanges.push({ textDocument: { uri, version }, edits: written });
  }
  return client.documentChanges ? { documentChanges } : { changes };
}

function plainEdit({ start, end, text }: TextEdit, file: SourceFile | undefined): ProtocolEdit {
  const origin = { line: 0, character: 0 };
  return { range: { start: file?.positionAt(start) ?? origin, end: file?.positionAt(end) ?? origin }, newText: text };
}

const isSnippet = ({ snippetText }: TextEdit): boolean => snippetText !== undefined;

/**
 * The edits of a file of which one has places to fill in. VS Code then takes all of them for snippets, and indents their further lines
 * like the line they are put into; ours are indented already. So an edit of several lines takes in what stands before it on its line,
 * and begins where nothing is indented. Where two edits share a line that cannot be done, and nothing is left to fill in.
 */
function snippetEdits(edits: readonly TextEdit[], file: SourceFile | undefined): (ProtocolEdit | SnippetTextEdit)[] {
  const written: (ProtocolEdit | SnippetTextEdit)[] = [];
  for (const [index, edit] of edits.entries()) {
    const { range, newText } = plainEdit(edit, file);
    const lineStart = edit.start - range.start.character;
    const isShifted = range.start.character > 0 && edit.text.includes('\n') && file !== undefined;
    if (isShifted && (edits[index - 1]?.end ?? -1) > lineStart) return edits.map((one) => plainEdit(one, file));
    const prefix = isShifted ? file.text().slice(lineStart, edit.start) : '';
    const whole = isShifted ? { start: { line: range.start.line, character: 0 }, end: range.end } : range;
    written.push(
      edit.snippetText === undefined
        ? { range: whole, newText: prefix + newText }
        : { range: whole, snippet: { kind: 'snippet', value: prefix.replace(/[\\$}]/gu, '\\$&') + edit.snippetText } },
    );
  }
  return written;
}
