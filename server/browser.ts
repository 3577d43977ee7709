import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import type { Environment } from './environment.ts';
import { startServer } from './server.ts';

/** What a web worker is here; its global scope, as far as it is used. */
type Worker = ConstructorParameters<typeof BrowserMessageReader>[0];
declare const self: Worker;

/** In a browser no folder can be walked: the open documents are the workspace. */
const environment: Environment = {
  fileSystem: undefined,
  yield: () => new Promise((resolve) => setTimeout(resolve, 0)),
  now: () => performance.now(),
};

startServer(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), environment);
