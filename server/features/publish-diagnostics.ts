import { Debounced } from '../session/changes.ts';
import type { Feature } from './feature.ts';

const QUIET_MS = 150;
const PATIENCE_MS = 600;

/** `textDocument/publishDiagnostics`, for clients that do not ask: sent when typing pauses, open documents first, and only what has changed. */
export const publishDiagnostics: Feature = ({ connection, client, runner, documents, projects, reports, changes }) => {
  if (client.pullsDiagnostics) return {};
  /** Ids of what was sent last. */
  const sent = new Map<string, string>();

  const send = async (path: string): Promise<void> => {
    const { id, findings } = reports.of(path);
    const before = sent.get(path);
    if (before === id || (before === undefined && findings.length === 0 && !documents.has(path))) return;
    sent.set(path, id);
    const version = documents.get(path)?.version;
    const about = { uri: documents.uriOf(path), ...(version === undefined ? {} : { version }) };
    await connection.sendDiagnostics({ ...about, diagnostics: reports.diagnostics(path) });
  };

  const sendAll = async (): Promise<void> => {
    const slice = runner.slice();
    const open = [...documents.all()].map(({ path }) => path);
    await projects.placed();
    const all = new Set([...open, ...reports.paths()]);
    for (const path of all) {
      await send(path);
      await slice.pause();
    }
    for (const path of sent.keys()) {
      if (all.has(path)) continue;
      sent.delete(path);
      await connection.sendDiagnostics({ uri: documents.uriOf(path), diagnostics: [] });
    }
  };

  let turn = Promise.resolve();
  const soon = new Debounced(
    () => {
      turn = turn.then(() => runner.attempt('publishDiagnostics', sendAll));
    },
    QUIET_MS,
    PATIENCE_MS,
  );
  changes.listen(() => soon.soon());
  return {};
};
