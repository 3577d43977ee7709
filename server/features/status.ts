import { STATUS } from '../protocol/messages.ts';
import type { StatusParams } from '../protocol/messages.ts';
import { Debounced } from '../session/changes.ts';
import { summarise } from '../session/summary.ts';
import type { Feature } from './feature.ts';

const QUIET_MS = 400;
const PATIENCE_MS = 1500;

/** `plinth/status`: what the status bar shows, told when it changes. */
export const tellStatus: Feature = (session) => {
  const { connection, runner, changes, indexer } = session;
  let told = '';
  const tell = async (): Promise<void> => {
    const { files, databases, bySeverity } = await summarise(session, runner.slice());
    const status: StatusParams = { state: indexer.busy ? 'indexing' : 'ready', files, databases, findings: bySeverity };
    const text = JSON.stringify(status);
    if (text === told) return;
    told = text;
    await connection.sendNotification(STATUS, status);
  };
  let turn = Promise.resolve();
  const soon = new Debounced(
    () => {
      turn = turn.then(() => runner.attempt(STATUS, tell));
    },
    QUIET_MS,
    PATIENCE_MS,
  );
  changes.listen(() => soon.soon());
  return {};
};
