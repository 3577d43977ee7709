import { DidChangeConfigurationNotification } from 'vscode-languageserver';
import { SETTINGS_SECTION } from '../protocol/messages.ts';
import type { Feature } from './feature.ts';

/** `workspace/didChangeConfiguration`: the editor's settings hold at once. */
export const followConfiguration: Feature = (session) => {
  const { connection, client, runner, settings, projects, indexer, changes } = session;
  connection.onDidChangeConfiguration((params) => {
    runner.run('didChangeConfiguration', async () => {
      settings.change(params.settings);
      if (!(await projects.reloadSettings())) return;
      changes.tell('world');
      // `ignore` may have changed.
      await indexer.indexAll();
    });
  });
  session.whenInitialized(async () => {
    if (!client.configurationEvents) return;
    await connection.client.register(DidChangeConfigurationNotification.type, { section: SETTINGS_SECTION });
  });
  return {};
};
