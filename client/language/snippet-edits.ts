import * as vscode from 'vscode';
import type {
  AnnotatedTextEdit,
  CodeAction,
  LanguageClient,
  Middleware,
  SnippetTextEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageclient/node';

type Edit = TextEdit | AnnotatedTextEdit | SnippetTextEdit;

const isSnippet = (edit: Edit): edit is SnippetTextEdit => 'snippet' in edit;

/** The same edit, with the promise that its text is indented as it should be. */
function asWritten(edit: Edit, range: vscode.Range): vscode.SnippetTextEdit {
  const snippet = isSnippet(edit)
    ? new vscode.SnippetString(edit.snippet.value)
    : new vscode.SnippetString().appendText(edit.newText);
  const written = new vscode.SnippetTextEdit(range, snippet);
  written.keepWhitespace = true;
  return written;
}

async function converted(client: LanguageClient, edit: WorkspaceEdit): Promise<vscode.WorkspaceEdit> {
  const read = client.protocol2CodeConverter;
  const result = await read.asWorkspaceEdit(edit);
  for (const change of edit.documentChanges ?? []) {
    if (!('edits' in change) || !change.edits.some(isSnippet)) continue;
    const edits = change.edits.map((one) => asWritten(one, read.asRange(one.range)));
    result.set(read.asUri(change.textDocument.uri), edits);
  }
  return result;
}

/**
 * Lets a fix with placeholders keep its indentation. As soon as one edit of a file is a snippet, VS Code inserts all of them as
 * snippets and indents their lines once more by what stands before them, which breaks YAML, unless told otherwise; and the
 * protocol has no word for it.
 */
export function keepIndentation(client: () => LanguageClient): Middleware {
  return {
    resolveCodeAction: async (item, token) => {
      const { code2ProtocolConverter: write, protocol2CodeConverter: read } = client();
      const resolved = await client().sendRequest<CodeAction>(
        'codeAction/resolve',
        write.asCodeActionSync(item),
        token,
      );
      if (token.isCancellationRequested) return item;
      const action = await read.asCodeAction(resolved, token);
      if (resolved.edit) action.edit = await converted(client(), resolved.edit);
      return action;
    },
  };
}
