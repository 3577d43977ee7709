import type { CancellationToken } from 'vscode-languageserver';
import { lintLive } from '../live/lint-live.ts';
import { LINT_LIVE } from '../protocol/messages.ts';
import type { LintLiveParams, LintLiveResult } from '../protocol/messages.ts';
import type { Feature } from './feature.ts';

/** `plinth/lintLive`: the rules, run on live objects. */
export const provideLintLive: Feature = ({ connection, runner, projects }) => {
  connection.onRequest(LINT_LIVE, (params: LintLiveParams, token: CancellationToken) =>
    runner.answer<LintLiveResult>(LINT_LIVE, token, { findings: [] }, async (slice) => ({
      findings: await lintLive(params.objects, {
        snapshot: params.snapshot,
        complete: params.complete,
        configuration: await projects.configurationOfLiveObjects(),
        onFault: (what, error) => {
          runner.report(what, error);
        },
        pause: () => slice.pause(),
      }),
    })),
  );
  return {};
};
