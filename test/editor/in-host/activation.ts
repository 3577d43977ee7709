import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('the extension', () => {
  it('has every command that package.json promises', async () => {
    const extension = vscode.extensions.getExtension<unknown>('plinth.plinth');
    assert.ok(extension, 'VS Code knows the extension');
    await extension.activate();
    const known = await vscode.commands.getCommands(true);
    const { commands } = (extension.packageJSON as Manifest).contributes;
    assert.ok(commands.length > 0);
    for (const { command } of commands) assert.ok(known.includes(command), command);
  });
});
