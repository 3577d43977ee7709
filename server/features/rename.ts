import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Range, WorkspaceEdit } from 'vscode-languageserver';
import { namePlace } from '../references/range.ts';
import { rename } from '../references/renaming/rename.ts';
import { toWorkspaceEdit } from '../session/workspace-edit.ts';
import type { Feature } from './feature.ts';
import { askedFor } from './navigation.ts';

/**
 * `textDocument/rename`: gives a thing another name in every file that names it. Where the API server would refuse the result, or data would be
 * left behind, nothing is changed and the answer says why.
 */
export const provideRename: Feature = (session) => {
  const { connection, client, runner, documents } = session;
  connection.onPrepareRename(({ textDocument: { uri }, position }, token) =>
    runner.answer<{ range: Range; placeholder: string } | ResponseError | null>(
      'textDocument/prepareRename',
      token,
      null,
      async () => {
        const asked = await askedFor(session, uri, position);
        if (asked?.subject === undefined) return null;
        const { subject, workspace } = asked;
        const renaming = rename(subject, undefined, workspace);
        if ('refused' in renaming) return refused(renaming.refused);
        const { object, path, part, name } = subject;
        const { range } = namePlace({ object, path, ...(part === 'key' ? { part } : {}) });
        return { range, placeholder: name };
      },
    ),
  );
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }, token) =>
    runner.answer<WorkspaceEdit | ResponseError | null>('textDocument/rename', token, null, async () => {
      const asked = await askedFor(session, uri, position);
      if (asked?.subject === undefined) return null;
      const { subject, workspace } = asked;
      const renaming = rename(subject, newName, workspace);
      if ('refused' in renaming) return refused(renaming.refused);
      const fileAt = (path: string) => workspace.files.get(path);
      return toWorkspaceEdit(renaming.edits, { client, documents, fileAt }) ?? null;
    }),
  );
  return { renameProvider: { prepareProvider: true } };
};

function refused(why: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, why);
}
