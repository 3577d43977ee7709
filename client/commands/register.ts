import * as vscode from 'vscode';
import type { CommandContext } from './context.ts';
import { COMMANDS } from './table.ts';

/** Makes the commands of the table known; what goes wrong in one is said and logged. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(COMMANDS).map(([id, command]) =>
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          return await command(context, ...args);
        } catch (error) {
          context.session.output.error(error instanceof Error ? error : String(error));
          const show = 'Show Output';
          const message = error instanceof Error ? error.message : String(error);
          const answer = await vscode.window.showErrorMessage(`Plinth: ${message}`, show);
          if (answer === show) context.session.output.show();
          return undefined;
        }
      }),
    ),
  );
}
