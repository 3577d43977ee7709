import * as vscode from 'vscode';
import type { ShowRisksArgument } from '../../server/protocol/messages.ts';
import type { Command } from './context.ts';

/** Peeks at the findings of one database, from the code lens above it. */
export const showRisks: Command = async ({ session }, argument) => {
  const client = await session.client();
  if (client === undefined) return;
  const { uri, range, findings } = argument as ShowRisksArgument;
  const read = client.protocol2CodeConverter;
  const locations = findings.map(
    (finding) => new vscode.Location(read.asUri(finding.uri), read.asRange(finding.range)),
  );
  const start = read.asRange(range).start;
  const none = 'There is no risk left in this database.';
  await vscode.commands.executeCommand('editor.action.goToLocations', read.asUri(uri), start, locations, 'peek', none);
};
