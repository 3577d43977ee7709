import type { ExtensionContext } from 'vscode';
import type { Session } from '../language/session.ts';
import type { LiveDocuments } from '../live/documents.ts';
import type { Desk } from '../operations/desk.ts';
import type { Sidebar } from '../sidebar.ts';

/** What a command may use. */
export interface CommandContext {
  readonly session: Session;
  readonly extension: ExtensionContext;
  readonly sidebar: Sidebar;
  readonly documents: LiveDocuments;
  readonly desk: Desk;
}

/** A command: a plain function of its context and of what it was called with. */
export type Command = (context: CommandContext, ...args: unknown[]) => unknown;
