import type { Connection, InitializeParams } from 'vscode-languageserver';
import type { Environment } from '../environment.ts';
import { Runner } from '../runner.ts';
import { readClient } from '../protocol/capabilities.ts';
import type { Client } from '../protocol/capabilities.ts';
import { Changes } from './changes.ts';
import { ClusterLink } from './cluster-link.ts';
import { Indexer } from './indexer.ts';
import { LastCommit } from './last-commit.ts';
import { OpenDocuments } from './open-documents.ts';
import { pathOf } from './paths.ts';
import { Projects } from './projects.ts';
import { Reports } from './reports.ts';
import { SchemaStore } from './schema-store.ts';
import { SettingsStore } from './settings.ts';

/** All that the features share, from `initialize` on. */
export class Session {
  readonly connection: Connection;
  readonly environment: Environment;
  readonly client: Client;
  readonly runner: Runner;
  readonly changes = new Changes();
  readonly documents = new OpenDocuments();
  readonly settings: SettingsStore;
  readonly projects: Projects;
  readonly lastCommit: LastCommit;
  readonly reports: Reports;
  readonly indexer: Indexer;
  readonly cluster: ClusterLink;
  readonly schemas: SchemaStore;
  /** The folders that `initialize` named. */
  readonly initialFolders: readonly string[];
  readonly #waiting: (() => void | Promise<void>)[] = [];

  constructor(connection: Connection, environment: Environment, params: InitializeParams) {
    this.connection = connection;
    this.environment = environment;
    this.client = readClient(params);
    this.runner = new Runner(environment, (text) => connection.console.error(text));
    this.settings = new SettingsStore(connection, this.client);
    this.projects = new Projects(environment.fileSystem, this.documents, this.settings, this.runner);
    this.lastCommit = new LastCommit(this);
    this.cluster = new ClusterLink(this);
    this.schemas = new SchemaStore(this);
    this.reports = new Reports(this);
    this.indexer = new Indexer(this);
    this.initialFolders = foldersOf(params);
    this.lastCommit.follow();
  }

  /** Has something done when the client is ready for requests. */
  whenInitialized(work: () => void | Promise<void>): void {
    this.#waiting.push(work);
  }

  /** Does what waits for the client. */
  initialized(): void {
    for (const work of this.#waiting.splice(0)) this.runner.run('initialized', work);
  }

  /** A file's path, once all open documents are in their workspaces and the schemas are read. */
  async settled(uri: string): Promise<string> {
    const path = pathOf(uri);
    await Promise.all([this.projects.placed(), this.schemas.ready()]);
    return path;
  }
}

/** How a client names its only folder that knows no others. */
interface OneFolder {
  readonly rootUri: string | null;
  readonly rootPath?: string | null;
}

/** Editors of different ages name their folders differently. */
function foldersOf(params: InitializeParams): string[] {
  const { workspaceFolders } = params;
  const { rootUri, rootPath }: OneFolder = params;
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  const folders = uris.length === 0 && rootPath ? [rootPath.replaceAll('\\', '/')] : uris.map(pathOf);
  return folders.map((folder) => folder.replace(/(?<=.)\/$/u, ''));
}
