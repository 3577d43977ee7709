import type { CancellationToken, Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import type { Environment } from '../environment.ts';
import type { Runner } from '../runner.ts';
import { nameOf } from '../workspace/folders.ts';
import { inheritedConfiguration } from '../roots/inherited-configuration.ts';
import { loadRoot } from '../roots/loader.ts';
import type { Client } from '../protocol/capabilities.ts';
import type { Changes } from './changes.ts';
import type { OpenDocuments } from './open-documents.ts';
import type { Projects } from './projects.ts';

/** A folder that is read faster than this is not worth a progress message. */
const PROGRESS_AFTER_MS = 300;
const REPORT_EVERY = 25;

/** Reads the editor's folders in the background, one after the other. Open documents are answered meanwhile. */
export class Indexer {
  readonly #connection: Connection;
  readonly #environment: Environment;
  readonly #client: Client;
  readonly #runner: Runner;
  readonly #projects: Projects;
  readonly #documents: OpenDocuments;
  readonly #changes: Changes;
  #turn: Promise<void> = Promise.resolve();
  #waiting = new Set<string>();
  #running = 0;

  constructor(parts: {
    connection: Connection;
    environment: Environment;
    client: Client;
    runner: Runner;
    projects: Projects;
    documents: OpenDocuments;
    changes: Changes;
  }) {
    this.#connection = parts.connection;
    this.#environment = parts.environment;
    this.#client = parts.client;
    this.#runner = parts.runner;
    this.#projects = parts.projects;
    this.#documents = parts.documents;
    this.#changes = parts.changes;
  }

  get busy(): boolean {
    return this.#running > 0;
  }

  /** Reads a folder of the editor, anew where it has been read; resolves when that is done. One that waits already waits once. */
  index(folder: string, token?: CancellationToken): Promise<void> {
    if (this.#waiting.has(folder)) return this.#turn;
    this.#waiting.add(folder);
    this.#running += 1;
    this.#turn = this.#turn
      .then(() => this.#runner.attempt(`reading ${folder}`, () => this.#index(folder, token)))
      .then(() => {
        this.#running -= 1;
        this.#changes.tell('world');
      });
    return this.#turn;
  }

  /** Reads every folder of the editor. */
  async indexAll(token?: CancellationToken): Promise<void> {
    await Promise.all(this.#projects.folders.map((folder) => this.index(folder, token)));
  }

  async #index(folder: string, token: CancellationToken | undefined): Promise<void> {
    this.#waiting.delete(folder);
    const files = this.#environment.fileSystem;
    if (files === undefined || !this.#projects.folders.includes(folder)) return;
    await this.#projects.addFolder(folder);
    await this.#projects.forgetUnconfigured(folder);
    const progress = new Progress(this.#connection, this.#client, `Plinth: reading ${nameOf(folder)}`);
    const isCancelled = (): boolean => token?.isCancellationRequested === true || progress.isCancelled;
    const slice = this.#runner.slice(token);
    const seen = new Set<string>();
    try {
      await loadRoot(this.#projects.workspaces, folder, files, {
        inherited: await inheritedConfiguration(folder, files),
        isOpen: (path) => this.#documents.has(path),
        isCancelled,
        pause: () => slice.pause(),
        afterFile: async (path, count) => {
          seen.add(path);
          // Checked file by file, so that no single step is long.
          await this.#projects.workspaces.linterOf(path)?.refreshSlowly(() => slice.pause());
          if (count % REPORT_EVERY === 0) progress.report(`${count} files`);
          await slice.pause();
        },
      });
      if (!isCancelled()) this.#forgetAllBut(seen, folder);
    } finally {
      await this.#projects.placeAll();
      progress.end();
    }
  }

  /** Files that a walk does not find any more: deleted, or ignored by now. */
  #forgetAllBut(seen: ReadonlySet<string>, folder: string): void {
    for (const workspace of this.#projects.workspaces.below(folder)) {
      for (const path of [...workspace.files.keys()]) {
        if (!seen.has(path) && !this.#documents.has(path)) workspace.delete(path);
      }
    }
  }
}

/** A progress message of the editor, shown only for what takes a while; it can be cancelled there. */
class Progress {
  #reporter: WorkDoneProgressServerReporter | undefined;
  #ended = false;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection, client: Client, title: string) {
    if (!client.progress) return;
    this.#timer = setTimeout(() => void this.#begin(connection, title), PROGRESS_AFTER_MS);
  }

  get isCancelled(): boolean {
    return this.#reporter?.token.isCancellationRequested === true;
  }

  report(message: string): void {
    this.#reporter?.report(message);
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#reporter?.done();
  }

  async #begin(connection: Connection, title: string): Promise<void> {
    try {
      const reporter = await connection.window.createWorkDoneProgress();
      reporter.begin(title, undefined, undefined, true);
      if (this.#ended) reporter.done();
      else this.#reporter = reporter;
    } catch {
      // A client that promises progress and refuses it goes without.
    }
  }
}
