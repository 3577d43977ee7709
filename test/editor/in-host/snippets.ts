import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { parseAllDocuments } from 'yaml';
import { eventually } from './documents.ts';

const ENGINES = ['postgresql', 'mysql', 'mariadb', 'mongodb', 'redis'];

describe('snippets', () => {
  it('complete to whole databases', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'yaml', content: 'plinth-' });
    const editor = await vscode.window.showTextDocument(document);
    const end = document.positionAt(document.getText().length);
    // Snippets are read in the background.
    const offered = await eventually('snippets', async () => {
      const command = 'vscode.executeCompletionItemProvider';
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(command, document.uri, end);
      const own = items.filter(({ label }) => typeof label === 'object' && label.label.startsWith('plinth-'));
      return own.length > 0 ? own : undefined;
    });
    const labels = offered.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.deepEqual(labels.sort(), ENGINES.map((engine) => `plinth-${engine}`).sort());
    const snippet = offered.find(
      ({ insertText }) => insertText instanceof vscode.SnippetString && insertText.value.includes('postgres:'),
    );
    assert.ok(snippet?.insertText instanceof vscode.SnippetString);
    await editor.insertSnippet(snippet.insertText, new vscode.Range(new vscode.Position(0, 0), end));
    const kinds = parseAllDocuments(document.getText()).map((one) => ('get' in one ? one.get('kind') : undefined));
    for (const kind of ['StatefulSet', 'Service', 'PodDisruptionBudget', 'CronJob'])
      assert.ok(kinds.includes(kind), kind);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
