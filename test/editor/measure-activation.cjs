// Loads and activates the built extension without an editor, and prints the CPU that it takes, in milliseconds.
'use strict';

const Module = require('node:module');
const path = require('node:path');

const disposable = { dispose: () => undefined };

/** The parts of VS Code whose answers matter to the course of activation. */
const vscode = {
  Disposable: class {
    static from = () => disposable;
    dispose = () => undefined;
  },
  EventEmitter: class {
    event = () => disposable;
    fire = () => undefined;
    dispose = () => undefined;
  },
  MarkdownString: class {},
  ThemeColor: class {},
  TreeItemCollapsibleState: {},
  StatusBarAlignment: { Left: 1 },
  commands: { registerCommand: () => disposable, executeCommand: () => Promise.resolve() },
  env: {},
  languages: { onDidChangeDiagnostics: () => disposable, getDiagnostics: () => [] },
  window: {
    activeTextEditor: undefined,
    createOutputChannel: () => disposable,
    createStatusBarItem: () => ({ ...disposable, show: () => undefined, hide: () => undefined }),
    createTreeView: () => ({
      ...disposable,
      onDidExpandElement: () => disposable,
      onDidChangeVisibility: () => disposable,
    }),
    onDidChangeActiveTextEditor: () => disposable,
    onDidChangeWindowState: () => disposable,
    registerFileDecorationProvider: () => disposable,
    registerWebviewPanelSerializer: () => disposable,
    state: {},
  },
  workspace: {
    textDocuments: [],
    getConfiguration: () => ({ get: (_key, value) => value }),
    onDidChangeConfiguration: () => disposable,
    onDidChangeTextDocument: () => disposable,
    onDidOpenTextDocument: () => disposable,
    registerTextDocumentContentProvider: () => disposable,
  },
};

const load = Module._load;
Module._load = (request, ...rest) => (request === 'vscode' ? vscode : load(request, ...rest));

const before = process.cpuUsage();
const { activate } = require(path.resolve('dist/extension.cjs'));
const memento = { get: () => undefined, update: () => Promise.resolve() };
const asAbsolutePath = (file) => path.resolve(file);
activate({ subscriptions: [], extensionUri: {}, asAbsolutePath, globalState: memento, workspaceState: memento });
const { user, system } = process.cpuUsage(before);
console.log((user + system) / 1000);
