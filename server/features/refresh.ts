import { Debounced } from '../session/changes.ts';
import type { Feature } from './feature.ts';

const QUIET_MS = 200;
const PATIENCE_MS = 1000;

/** `workspace/diagnostic/refresh` and `workspace/codeLens/refresh`: has the client ask again after what it cannot know of. */
export const refreshClient: Feature = ({ connection, client, runner, documents, changes }) => {
  const refresh = (): void => {
    if ([...documents.all()].length === 0) return;
    runner.run('refresh', async () => {
      if (client.pullsDiagnostics && client.refreshesDiagnostics) await connection.languages.diagnostics.refresh();
      if (client.refreshesCodeLenses) await connection.sendRequest('workspace/codeLens/refresh');
    });
  };
  const soon = new Debounced(refresh, QUIET_MS, PATIENCE_MS);
  changes.listen((cause) => {
    if (cause === 'world') soon.soon();
  });
  return {};
};
