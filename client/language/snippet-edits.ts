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
  const changes = edit.documentChanges ?? [];
  const withSnippets = changes.filter((change) => 'edits' in change).filter(({ edits }) => edits.some(isSnippet));
  // VS Code's `set` adds to what is there, so the library must not have put these in.
  const others = changes.map((change) =>
    withSnippets.some((one) => one === change) ? { ...change, edits: [] } : change,
  );
  const result = await read.asWorkspaceEdit({ ...edit, documentChanges: others });
  for (const { textDocument, edits } of withSnippets) {
    result.set(
      read.asUri(textDocument.uri),
      edits.map((one) => asWritten(one, read.asRange(one.range))),
    );
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
      if (resolved.edit?.documentChanges) action.edit = await converted(client(), resolved.edit);
      return action;
    },
  };
}
