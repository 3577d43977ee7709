import type { Connection, InitializeResult, ServerCapabilities } from 'vscode-languageserver';
import type { Environment } from './environment.ts';
import { features } from './features/index.ts';
import { Session } from './session/session.ts';
import { warmUp } from './session/warm-up.ts';

/** Serves one client until the connection ends. Knows neither transport nor file system: see the mains, `node.ts` and `browser.ts`. */
export function startServer(connection: Connection, environment: Environment): void {
  let session: Session | undefined;
  connection.onInitialize((params): InitializeResult => {
    const started = new Session(connection, environment, params);
    session = started;
    return {
      capabilities: features.map((feature) => feature(started)).reduce(merged, { positionEncoding: 'utf-16' }),
      serverInfo: { name: 'plinth' },
    };
  });
  connection.onInitialized(() => {
    session?.initialized();
    if (session) warmUp(session);
  });
  connection.onShutdown(() => undefined);
  connection.listen();
}

/** Capabilities of several features together; they share the `workspace` section. */
function merged(all: ServerCapabilities, one: ServerCapabilities): ServerCapabilities {
  return { ...all, ...one, workspace: { ...all.workspace, ...one.workspace } };
}
