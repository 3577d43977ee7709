import type { ExtensionContext } from 'vscode';
import type { Session } from '../language/session.ts';

/** What a command may use. */
export interface CommandContext {
  readonly session: Session;
  readonly extension: ExtensionContext;
}

/** A command: a plain function of its context and of what it was called with. */
export type Command = (context: CommandContext, ...args: unknown[]) => unknown;
