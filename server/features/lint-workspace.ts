import type { CancellationToken } from 'vscode-languageserver';
import { LINT_WORKSPACE } from '../protocol/messages.ts';
import type { LintWorkspaceResult } from '../protocol/messages.ts';
import { summarise } from '../session/summary.ts';
import type { Feature } from './feature.ts';

/** `plinth/lintWorkspace`: reads the folders anew, lints every file, and sums up; the client is asked to fetch its diagnostics again. */
export const provideLintWorkspace: Feature = (session) => {
  const { connection, environment, runner, indexer } = session;
  // Clients send this without parameters, with null or with an empty object; the token comes last.
  connection.onRequest(LINT_WORKSPACE, (...received: unknown[]) => {
    const token = received.at(-1) as CancellationToken;
    const started = environment.now();
    const bySeverity = { error: 0, warning: 0, info: 0, hint: 0 };
    const nothing = { files: 0, filesWithFindings: 0, databases: 0, findings: 0, bySeverity, durationMs: 0 };
    return runner.answer<LintWorkspaceResult>(LINT_WORKSPACE, token, nothing, async (slice) => {
      await indexer.indexAll(token);
      slice.check();
      return { ...(await summarise(session, slice)), durationMs: Math.round(environment.now() - started) };
    });
  });
  return {};
};
