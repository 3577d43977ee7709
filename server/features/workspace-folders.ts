import { pathOf } from '../session/paths.ts';
import type { Feature } from './feature.ts';

/** `workspace/didChangeWorkspaceFolders`, and the folders that are there from the start: all are read in the background. */
export const followWorkspaceFolders: Feature = (session) => {
  const { connection, client, runner, projects, indexer, changes, initialFolders } = session;
  session.whenInitialized(async () => {
    // Known at once, so that documents opened now find their place.
    await Promise.all(initialFolders.map((folder) => projects.addFolder(folder)));
    await indexer.indexAll();
  });
  if (!client.workspaceFolders) return {};
  // Not earlier: before the capabilities are sent, subscribing makes the library register the event, which no client accepts yet.
  session.whenInitialized(() => {
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      runner.run('didChangeWorkspaceFolders', async () => {
        for (const { uri } of removed) await projects.removeFolder(pathOf(uri));
        await Promise.all(added.map(({ uri }) => projects.addFolder(pathOf(uri))));
        changes.tell('world');
        await indexer.indexAll();
      });
    });
  });
  return { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } };
};
