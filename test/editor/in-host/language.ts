import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { parseAllDocuments } from 'yaml';
import { eventually, findingsIn, findingsWith, findingsWithout, open, ruleOf } from './documents.ts';

const RULE = 'storage/ephemeral-data';

/** What is offered in a range. The editor gives up a request when something else happens to the document meanwhile: then it is asked again. */
function actions(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind: vscode.CodeActionKind,
): Promise<vscode.CodeAction[]> {
  const command = 'vscode.executeCodeActionProvider';
  return eventually(`actions of ${kind.value}`, async () => {
    const run = vscode.commands.executeCommand<vscode.CodeAction[]>(command, document.uri, range, kind.value, 20);
    const found = await Promise.resolve(run).catch((error: unknown) => {
      if (error instanceof Error && error.message.includes('Canceled')) return [];
      throw error;
    });
    return found.length > 0 ? found : undefined;
  });
}

const yamlErrors = (document: vscode.TextDocument): string[] =>
  parseAllDocuments(document.getText()).flatMap((one) => ('errors' in one ? one.errors.map(String) : []));

const whole = (document: vscode.TextDocument): vscode.Range =>
  new vscode.Range(new vscode.Position(0, 0), document.positionAt(document.getText().length));

/** The risky manifest in front, with its findings. */
async function risky(): Promise<vscode.TextDocument> {
  const document = await open('risky.yaml');
  await findingsWith(document, RULE);
  return document;
}

describe('the language server in the editor', () => {
  it('finds what is at risk, at its place', async () => {
    const document = await risky();
    const finding = findingsIn(document).find((one) => ruleOf(one) === RULE);
    assert.equal(finding?.severity, vscode.DiagnosticSeverity.Error);
    assert.match(document.getText(finding.range), /emptyDir|data/);
  });

  it('leaves other YAML alone', async () => {
    assert.deepEqual(findingsIn(await open('compose.yaml')), []);
  });

  it('links a problem to its rule’s page inside the editor', async () => {
    const document = await risky();
    for (const { code } of findingsIn(document)) {
      assert.ok(typeof code === 'object');
      const page = await vscode.workspace.openTextDocument(code.target);
      assert.equal(code.target.path, `/${code.value}.md`);
      assert.match(page.getText(), new RegExp(`^#.*${code.value}`, 'm'));
    }
  });

  it('opens a rule’s page as a preview', async () => {
    await vscode.commands.executeCommand('plinth.explainRule', RULE);
    const tab = await eventually('the page', () => {
      const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
      return input instanceof vscode.TabInputCustom ? input : undefined;
    });
    assert.equal(tab.viewType, 'vscode.markdown.preview.editor');
    assert.equal(tab.uri.path, `/${RULE}.md`);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('mends a finding, and it stays YAML', async () => {
    const document = await risky();
    const finding = findingsIn(document).find((one) => ruleOf(one) === RULE);
    assert.ok(finding);
    // The command works on the editor that has the focus, and the tab closed before may still hold it.
    const selection = new vscode.Range(finding.range.start, finding.range.start);
    await vscode.window.showTextDocument(document, { selection, preserveFocus: false });
    await eventually('the focus', () => (vscode.window.activeTextEditor?.document === document ? true : undefined));
    const before = document.version;
    try {
      // As from the menu: this fix has placeholders, which only live in an editor. The editor gives up a request of its own when
      // something else happens to it meanwhile, and a person presses the keys again.
      const kind = vscode.CodeActionKind.QuickFix.value;
      await eventually('the fix in the text', async () => {
        await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
        await vscode.commands.executeCommand('editor.action.codeAction', { kind, apply: 'first' });
        return document.version > before ? true : undefined;
      });
      await findingsWithout(document, RULE);
      assert.match(document.getText(), /^ {2}volumeClaimTemplates:\n {4}- metadata:/m);
      assert.deepEqual(yamlErrors(document), []);
    } finally {
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
  });

  it('mends all that is safe in a file', async () => {
    const document = await risky();
    const kind = vscode.CodeActionKind.SourceFixAll.append('plinth');
    const [fixAll] = await actions(document, whole(document), kind);
    assert.ok(fixAll?.edit);
    const before = findingsIn(document).length;
    assert.ok(await vscode.workspace.applyEdit(fixAll.edit));
    await eventually('fewer findings', () => (findingsIn(document).length < before ? true : undefined));
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('mends all that is safe on saving, when the settings say so', async () => {
    const document = await risky();
    const settings = vscode.workspace.getConfiguration('editor', document);
    const original = document.getText();
    const onSave = { 'source.fixAll.plinth': 'explicit' };
    await settings.update('codeActionsOnSave', onSave, vscode.ConfigurationTarget.Workspace);
    try {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), '# touched\n');
      await vscode.workspace.applyEdit(edit);
      await document.save();
      assert.match(document.getText(), /terminationGracePeriodSeconds: [1-9]/);
      assert.match(document.getText(), /readinessProbe:/);
    } finally {
      await settings.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Workspace);
      const back = new vscode.WorkspaceEdit();
      back.replace(document.uri, whole(document), original);
      await vscode.workspace.applyEdit(back);
      await document.save();
    }
  });

  it('shows what each database is', async () => {
    const document = await risky();
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      20,
    );
    assert.ok(lenses.some(({ command }) => command?.title.startsWith('PostgreSQL 16')));
  });

  it('follows the settings at once', async () => {
    const document = await risky();
    const settings = vscode.workspace.getConfiguration('plinth', document);
    await settings.update('rules', { [RULE]: 'off' }, vscode.ConfigurationTarget.Workspace);
    await findingsWithout(document, RULE);
    await settings.update('rules', undefined, vscode.ConfigurationTarget.Workspace);
    await findingsWith(document, RULE);
  });

  it('sums up the workspace', async () => {
    const summary = await vscode.commands.executeCommand<{ files: number; databases: number }>('plinth.lintWorkspace');
    assert.equal(summary.databases, 1);
  });

  it('is there again after a restart', async () => {
    const document = await risky();
    await vscode.commands.executeCommand('plinth.restartServer');
    await findingsWith(document, RULE);
  });

  it('is gone when it is switched off, and comes back', async () => {
    const document = await risky();
    const settings = vscode.workspace.getConfiguration('plinth');
    await settings.update('enable', false, vscode.ConfigurationTarget.Workspace);
    await findingsWithout(document, RULE);
    await settings.update('enable', undefined, vscode.ConfigurationTarget.Workspace);
    await findingsWith(document, RULE);
  });
});
