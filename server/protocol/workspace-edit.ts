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
import type { Client } from '../session/capabilities.ts';
import type { OpenDocuments } from '../session/open-documents.ts';

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
    const written = client.snippetEdits ? own.map((edit, index) => snippetEdit(edit, file, own[index - 1])) : plain;
    documentChanges.push({ textDocument: { uri, version }, edits: written });
  }
  return client.documentChanges ? { documentChanges } : { changes };
}

function plainEdit({ start, end, text }: TextEdit, file: SourceFile | undefined): ProtocolEdit {
  const origin = { line: 0, character: 0 };
  return { range: { start: file?.positionAt(start) ?? origin, end: file?.positionAt(end) ?? origin }, newText: text };
}

/**
 * An edit with places to fill in. VS Code indents further lines of a snippet like the line it is put into, and ours are indented
 * already; so a snippet of several lines takes in what stands before it on its line, and begins where nothing is indented.
 */
function snippetEdit(
  edit: TextEdit,
  file: SourceFile | undefined,
  before: TextEdit | undefined,
): ProtocolEdit | SnippetTextEdit {
  const plain = plainEdit(edit, file);
  if (edit.snippetText === undefined) return plain;
  const { start, end } = plain.range;
  if (file === undefined || start.character === 0 || !edit.snippetText.includes('\n')) {
    return { range: plain.range, snippet: { kind: 'snippet', value: edit.snippetText } };
  }
  const lineStart = edit.start - start.character;
  if (before !== undefined && before.end > lineStart) return plain;
  const prefix = file
    .text()
    .slice(lineStart, edit.start)
    .replace(/[\\$}]/gu, '\\$&');
  const range = { start: { line: start.line, character: 0 }, end };
  return { range, snippet: { kind: 'snippet', value: prefix + edit.snippetText } };
}
