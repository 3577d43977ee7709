import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { COMMANDS, STATUS } from '../../server/protocol/messages.ts';
import type { InitializationOptions, StatusParams } from '../../server/protocol/messages.ts';
import { keepIndentation } from './snippet-edits.ts';
import { isManifest, LANGUAGES, SCHEMES } from './manifests.ts';

/** `waiting`: no manifest was seen yet. `off`: the setting `plinth.enable` says so. */
export type ServerState = 'waiting' | 'off' | 'starting' | 'running' | 'failed';

/** Starts the language server when the first manifest is seen, and owns it from then on. */
export class Session implements vscode.Disposable {
  readonly output = vscode.window.createOutputChannel('Plinth', { log: true });
  readonly #changed = new vscode.EventEmitter<ServerState>();
  readonly #told = new vscode.EventEmitter<StatusParams | undefined>();
  readonly #disposables: { dispose(): unknown }[] = [this.output, this.#changed, this.#told];
  readonly #server: string;
  #watching: vscode.Disposable | undefined;
  #client: LanguageClient | undefined;
  /** Starting and stopping, one after the other. */
  #turn: Promise<void> = Promise.resolve();
  #state: ServerState = 'waiting';
  #status: StatusParams | undefined;

  readonly onDidChangeState = this.#changed.event;
  readonly onDidChangeStatus = this.#told.event;

  /** `server` is the path of the server's module. */
  constructor(server: string) {
    this.#server = server;
    this.#disposables.push(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('plinth.enable')) void this.#followSetting();
      }),
    );
    void this.#followSetting();
  }

  get state(): ServerState {
    return this.#state;
  }

  /** What the server has told of the workspace, while it runs. */
  get status(): StatusParams | undefined {
    return this.#status;
  }

  /** The server while it runs; it is not started for this. */
  get running(): LanguageClient | undefined {
    return this.#state === 'running' ? this.#client : undefined;
  }

  /** The running server, started where it was not; undefined where it is switched off or cannot be started. */
  async client(): Promise<LanguageClient | undefined> {
    if (this.#state === 'waiting' || this.#state === 'failed') await this.#start();
    else await this.#turn;
    return this.state === 'running' ? this.#client : undefined;
  }

  /** Ends the server and starts it anew. */
  async restart(): Promise<void> {
    await this.#stop('waiting');
    await this.#start();
  }

  async #followSetting(): Promise<void> {
    const on = vscode.workspace.getConfiguration('plinth').get<boolean>('enable', true);
    if (!on) return this.#stop('off');
    if (this.#state === 'off') this.#become('waiting');
    this.#watch();
  }

  /** Looks at documents until one of them is a manifest. */
  #watch(): void {
    this.#watching?.dispose();
    const look = (document: vscode.TextDocument): void => {
      if (this.#state === 'waiting' && isManifest(document)) void this.#start();
    };
    this.#watching = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument(look),
      vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
    );
    vscode.workspace.textDocuments.forEach(look);
  }

  #start(): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      if (this.#state === 'running' || this.#state === 'off') return;
      this.#watching?.dispose();
      this.#become('starting');
      try {
        this.#client = await this.#connect();
        this.#become('running');
      } catch (error) {
        this.output.error(error instanceof Error ? error : String(error));
        this.#become('failed');
      }
    });
    return this.#turn;
  }

  async #connect(): Promise<LanguageClient> {
    // The client's library is most of the extension's code: it is loaded when it is needed, not at activation.
    const { LanguageClient, RevealOutputChannelOn, State, TransportKind } = await import('vscode-languageclient/node');
    const client: LanguageClient = new LanguageClient(
      'plinth',
      'Plinth',
      { module: this.#server, transport: TransportKind.ipc },
      {
        documentSelector: SCHEMES.flatMap((scheme) => LANGUAGES.map((language) => ({ scheme, language }))),
        outputChannel: this.output,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        diagnosticCollectionName: 'plinth',
        // Hovers link to rule pages by that command, and by no other.
        markdown: { isTrusted: { enabledCommands: [COMMANDS.explainRule] } },
        initializationOptions: {
          commands: Object.values(COMMANDS),
          otherSchemas: vscode.extensions.getExtension('redhat.vscode-yaml') !== undefined,
        } satisfies InitializationOptions,
        middleware: keepIndentation(() => client),
      },
    );
    // After crashes in a row the client gives up by itself.
    client.onDidChangeState(({ oldState, newState }) => {
      if (client !== this.#client) return;
      if (newState === State.Running) this.#become('running');
      else if (newState === State.Starting) this.#become('starting');
      else if (oldState === State.Running) this.#become('failed');
    });
    client.onNotification(STATUS, (status: StatusParams) => this.#tell(status));
    await client.start();
    return client;
  }

  #stop(state: ServerState): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      const client = this.#client;
      this.#client = undefined;
      this.#watching?.dispose();
      this.#become(state);
      try {
        await client?.dispose();
      } catch (error) {
        this.output.error(error instanceof Error ? error : String(error));
      }
    });
    return this.#turn;
  }

  #become(state: ServerState): void {
    if (this.#state === state) return;
    this.#state = state;
    if (state !== 'running') this.#tell(undefined);
    this.#changed.fire(state);
  }

  #tell(status: StatusParams | undefined): void {
    this.#status = status;
    this.#told.fire(status);
  }

  /** For the extension's end, which waits for the server's. */
  async close(): Promise<void> {
    await this.#stop('off');
    this.dispose();
  }

  dispose(): void {
    this.#watching?.dispose();
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}
