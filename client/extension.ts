import type { ExtensionContext } from 'vscode';
import { registerCommands } from './commands/register.ts';
import { Session } from './language/session.ts';
import { provideRulePages } from './rule-pages/provider.ts';
import { showStatus } from './status/item.ts';

let session: Session | undefined;

/** Called by VS Code when the first document comes that could be a manifest. */
export function activate(extension: ExtensionContext): void {
  session = new Session(extension.asAbsolutePath('dist/server.mjs'));
  extension.subscriptions.push(
    registerCommands({ session, extension }),
    provideRulePages(extension.extensionUri),
    showStatus(session),
  );
}

/** Called by VS Code at the end; it waits for the promise. */
export function deactivate(): Promise<void> | undefined {
  return session?.close();
}
