import * as vscode from 'vscode';
import type { ShowUsesArgument } from '../../server/protocol/messages.ts';
import type { Command } from './context.ts';

/** Peeks at what depends on an object, from the code lens above it. */
export const showUses: Command = async ({ session }, argument) => {
  const client = await session.client();
  if (client === undefined) return;
  const { uri, range, uses } = argument as ShowUsesArgument;
  const read = client.protocol2CodeConverter;
  const locations = uses.map((use) => new vscode.Location(read.asUri(use.uri), read.asRange(use.range)));
  const start = read.asRange(range).start;
  await vscode.commands.executeCommand('editor.action.showReferences', read.asUri(uri), start, locations);
};
