import type { ExtensionContext } from 'vscode';
import { registerCommands } from './commands/register.ts';
import { Session } from './language/session.ts';
import { LiveDocuments } from './live/documents.ts';
import { Desk } from './operations/desk.ts';
import { askAboutLeft } from './operations/left.ts';
import { provideRulePages } from './rule-pages/provider.ts';
import { Sidebar } from './sidebar.ts';
import { showStatus } from './status/item.ts';

let session: Session | undefined;

/** Called by VS Code when the first document comes that could be a manifest, or the view is first looked at. */
export function activate(extension: ExtensionContext): void {
  session = new Session(extension.asAbsolutePath('dist/server.mjs'));
  const sidebar = new Sidebar(extension, session);
  const documents = new LiveDocuments(sidebar, session);
  const desk = new Desk(sidebar, extension.extensionUri);
  const { output } = session;
  extension.subscriptions.push(
    registerCommands({ session, extension, sidebar, documents, desk }),
    provideRulePages(extension.extensionUri),
    showStatus(session),
    documents,
    askAboutLeft(sidebar, desk, (message) => output.warn(message)),
    desk,
    sidebar,
  );
}

/** Called by VS Code at the end; it waits for the promise. */
export function deactivate(): Promise<void> | undefined {
  return session?.close();
}
