import { DidChangeWatchedFilesNotification, FileOperationPatternKind } from 'vscode-languageserver';
import { CONFIGURATION_FILE } from '../workspace/configuration.ts';
import { isBelow, nameOf } from '../workspace/folders.ts';
import { IGNORE_FILES } from '../roots/ignore-patterns.ts';
import { loadAttachments } from '../roots/loader.ts';
import { pathOf } from '../session/paths.ts';
import type { Session } from '../session/session.ts';
import type { Feature } from './feature.ts';

/** Manifests, what tells which of them count, and what kustomizations put into ConfigMaps. */
const WATCHED = [
  '**/*.{yaml,yml,json}',
  '**/Kustomization',
  '**/{.gitignore,.plinthignore}',
  '**/*.{conf,cnf,cfg,ini,env,properties}',
  // A commit, or another branch: what has changed since the last commit is something else then.
  '**/.git/logs/HEAD',
];

/** These change what is read at all. */
const RULING: ReadonlySet<string> = new Set([CONFIGURATION_FILE, ...IGNORE_FILES]);

/** `workspace/didChangeWatchedFiles`: what happens on disk to files that are not open. */
export const followWatchedFiles: Feature = (session) => {
  const { connection, client, runner, projects, indexer } = session;
  connection.onDidChangeWatchedFiles(({ changes }) => {
    runner.run('didChangeWatchedFiles', () =>
      follow(
        session,
        changes.map(({ uri }) => ({ path: pathOf(uri) })),
      ),
    );
  });
  session.whenInitialized(async () => {
    if (!client.watchesFiles) return;
    const watchers = WATCHED.map((globPattern) => ({ globPattern }));
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  });
  // Editors tell of a folder that is deleted or renamed as a whole, and of none of the files in it.
  const leave = (uris: readonly string[]): void =>
    runner.run('didDeleteFiles', () => {
      const gone = uris.map(pathOf).flatMap((folder) => [...projects.filesBelow(folder)]);
      return follow(
        session,
        gone.map((path) => ({ path })),
      );
    });
  connection.workspace.onDidDeleteFiles(({ files }) => leave(files.map(({ uri }) => uri)));
  connection.workspace.onDidRenameFiles(({ files }) => {
    leave(files.map(({ oldUri }) => oldUri));
    runner.run('didRenameFiles', () => indexer.indexAll());
  });
  const folders = { filters: [{ pattern: { glob: '**', matches: FileOperationPatternKind.folder } }] };
  return { workspace: { fileOperations: { didDelete: folders, didRename: folders } } };
};

async function follow(
  { projects, documents, runner, indexer, changes, environment: { fileSystem } }: Session,
  all: readonly { readonly path: string }[],
): Promise<void> {
  // Of an open document the text in the editor counts, whatever is saved.
  const events = all.filter(({ path }) => RULING.has(nameOf(path)) || !documents.has(path));
  if (events.length === 0) return;
  const ruling = events.filter(({ path }) => RULING.has(nameOf(path)));
  const stale = projects.folders.filter((folder) => ruling.some(({ path }) => isBelow(path, folder)));
  const slice = runner.slice();
  const others = events.filter(({ path }) => !stale.some((folder) => isBelow(path, folder)));
  await projects.reread(
    others.map(({ path }) => path),
    () => slice.pause(),
  );
  if (fileSystem) {
    const attached = projects.workspaces.linters.filter(({ workspace }) => {
      const wanted = new Set(workspace.wantedAttachments());
      return others.some(({ path }) => wanted.has(path));
    });
    for (const { workspace } of attached) await loadAttachments(projects.workspaces, workspace.root, fileSystem);
  }
  changes.tell('world');
  await Promise.all(stale.map((folder) => indexer.index(folder)));
}
