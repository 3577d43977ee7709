import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type {
  ClientCapabilities,
  CodeAction,
  Diagnostic,
  DocumentDiagnosticReport,
  InitializeResult,
  PublishDiagnosticsParams,
  Range,
  RegistrationParams,
  TextDocumentContentChangeEvent,
} from 'vscode-languageserver-protocol';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PATIENCE_MS = 10_000;

/** What VS Code says that it can, as far as the server asks. */
export const LIKE_VSCODE: ClientCapabilities = {
  textDocument: {
    diagnostic: {
      dynamicRegistration: true,
      relatedInformation: true,
      codeDescriptionSupport: true,
      dataSupport: true,
    },
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'source', 'source.fixAll'] } },
      isPreferredSupport: true,
      dataSupport: true,
      resolveSupport: { properties: ['edit', 'command'] },
    },
    hover: { contentFormat: ['markdown', 'plaintext'] },
  },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'], snippetEditSupport: true },
  },
  window: { workDoneProgress: true },
};

export interface Options {
  /** Files of the workspace folder on disk. */
  readonly files?: Readonly<Record<string, string>>;
  /** The folder among them that the editor has open; the uppermost without this. */
  readonly folder?: string;
  readonly capabilities?: ClientCapabilities;
  /** The `plinth` section of the settings. */
  readonly settings?: unknown;
  readonly commands?: readonly string[];
  /** It says that another extension has schemas. */
  readonly otherSchemas?: boolean;
}

/** A client of the built server (or, before there is one, of its source) over stdio, with a workspace folder of its own. */
export class LanguageClient {
  readonly folder: string;
  readonly connection: MessageConnection;
  readonly initialized: InitializeResult;
  /** Every message of the server, in its order. */
  readonly received: { readonly method: string; readonly params: unknown }[] = [];
  settings: unknown;
  readonly #server: ChildProcess;
  readonly #waiting = new Set<() => void>();
  readonly #versions = new Map<string, number>();

  private constructor(folder: string, server: ChildProcess, connection: MessageConnection, result: InitializeResult) {
    this.folder = folder;
    this.#server = server;
    this.connection = connection;
    this.initialized = result;
  }

  static async start(options: Options = {}): Promise<LanguageClient> {
    const folder = mkdtempSync(path.join(tmpdir(), 'plinth-server-'));
    for (const [name, text] of Object.entries(options.files ?? {})) write(folder, name, text);
    const built = path.join(ROOT, 'dist/server.mjs');
    const program = existsSync(built) ? [built] : ['--import', 'tsx', path.join(ROOT, 'server/node.ts')];
    const server = spawn(process.execPath, [...program, '--stdio'], { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
    const connection = createMessageConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    const queued: { method: string; params: unknown }[] = [];
    let take = (method: string, params: unknown): void => void queued.push({ method, params });
    let settings = (): unknown => options.settings;
    connection.onNotification((method, params) => take(method, params));
    connection.onUnhandledProgress((params) => take('$/progress', params));
    connection.onRequest((method, params) => {
      take(method, params);
      if (method !== 'workspace/configuration') return null;
      return (params as { items: unknown[] }).items.map(() => settings() ?? null);
    });
    connection.listen();
    const uri = pathToFileURL(path.join(folder, options.folder ?? '')).toString();
    const result = await connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'test' }],
      capabilities: options.capabilities ?? LIKE_VSCODE,
      initializationOptions: {
        commands: options.commands ?? ['plinth.explainRule', 'plinth.showRisks'],
        otherSchemas: options.otherSchemas ?? false,
      },
    });
    const client = new LanguageClient(folder, server, connection, result);
    client.settings = options.settings;
    settings = () => client.settings;
    take = (method, params) => client.#take(method, params);
    for (const { method, params } of queued) take(method, params);
    await connection.sendNotification('initialized', {});
    return client;
  }

  /** Ends the server as an editor does; a server that does not end is a failure. */
  async stop(): Promise<void> {
    const ended = new Promise<number | null>((resolve) => this.#server.once('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    assert.equal(await ended, 0);
    this.connection.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get processId(): number {
    return this.#server.pid ?? -1;
  }

  uri(name: string): string {
    return pathToFileURL(path.join(this.folder, name)).toString();
  }

  /** Writes a file to disk and tells the server, as the editor's watcher does. */
  async write(name: string, text: string): Promise<void> {
    const isNew = !existsSync(path.join(this.folder, name));
    write(this.folder, name, text);
    await this.watched(name, isNew ? 1 : 2);
  }

  async delete(name: string): Promise<void> {
    rmSync(path.join(this.folder, name), { recursive: true });
    await this.watched(name, 3);
  }

  watched(name: string, type: 1 | 2 | 3): Promise<void> {
    return this.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: this.uri(name), type }],
    });
  }

  async open(name: string, text: string, languageId = 'yaml'): Promise<void> {
    this.#versions.set(name, 1);
    const textDocument = { uri: this.uri(name), languageId, version: 1, text };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  async change(name: string, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<number> {
    const version = (this.#versions.get(name) ?? 0) + 1;
    this.#versions.set(name, version);
    const textDocument = { uri: this.uri(name), version };
    await this.connection.sendNotification('textDocument/didChange', { textDocument, contentChanges });
    return version;
  }

  close(name: string): Promise<void> {
    return this.connection.sendNotification('textDocument/didClose', { textDocument: { uri: this.uri(name) } });
  }

  report(name: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    const textDocument = { uri: this.uri(name) };
    return this.connection.sendRequest('textDocument/diagnostic', { textDocument, previousResultId });
  }

  async diagnostics(name: string): Promise<Diagnostic[]> {
    const report = await this.report(name);
    assert.equal(report.kind, 'full');
    return report.items;
  }

  /** The rules of a file's diagnostics, sorted. */
  async rules(name: string): Promise<unknown[]> {
    return (await this.diagnostics(name)).map(({ code }) => code).sort();
  }

  codeActions(name: string, range: Range, only?: string[]): Promise<CodeAction[]> {
    const textDocument = { uri: this.uri(name) };
    return this.connection.sendRequest('textDocument/codeAction', {
      textDocument,
      range,
      context: { diagnostics: [], only },
    });
  }

  resolve(action: CodeAction): Promise<CodeAction> {
    return this.connection.sendRequest('codeAction/resolve', action);
  }

  async configure(settings: unknown): Promise<void> {
    this.settings = settings;
    await this.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }

  /** The next message (or one that has come already) for which `is` holds. */
  async message<T>(method: string, is: (params: T) => boolean = () => true): Promise<T> {
    const find = () => this.received.find((one) => one.method === method && is(one.params as T));
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = find();
      if (found) return found.params as T;
      if (Date.now() > end) throw new Error(`no ${method} came as expected in ${PATIENCE_MS} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 200);
        this.#waiting.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  published(
    name: string,
    is: (params: PublishDiagnosticsParams) => boolean = () => true,
  ): Promise<PublishDiagnosticsParams> {
    const uri = this.uri(name);
    return this.message(
      'textDocument/publishDiagnostics',
      (params: PublishDiagnosticsParams) => params.uri === uri && is(params),
    );
  }

  /** Asks again until the answer is as expected: for what the server does in the background. */
  async eventually(check: () => Promise<void>): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        await check();
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  /** What the server has asked to be told of. */
  registered(): string[] {
    return this.received
      .filter(({ method }) => method === 'client/registerCapability')
      .flatMap(({ params }) => (params as RegistrationParams).registrations.map(({ method }) => method));
  }

  #take(method: string, params: unknown): void {
    this.received.push({ method, params });
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}

function write(folder: string, name: string, text: string): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
