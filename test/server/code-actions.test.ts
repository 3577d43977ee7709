import assert from 'node:assert/strict';
import type { CodeAction, Range } from 'vscode-languageserver-protocol';
import { parseAllDocuments } from 'yaml';
import { applied } from './apply.ts';
import { LanguageClient, LIKE_VSCODE } from './language-client.ts';
import type { Options } from './language-client.ts';
import { RISKY } from './manifests.ts';

describe('code actions', () => {
  let client: LanguageClient;
  const start = async (options: Options = {}, text = RISKY): Promise<void> => {
    client = await LanguageClient.start(options);
    await client.open('db.yaml', text);
  };
  afterEach(() => client.stop());

  const rangeOf = async (rule: string): Promise<Range> => {
    const found = (await client.diagnostics('db.yaml')).find(({ code }) => code === rule);
    assert.ok(found, rule);
    return found.range;
  };
  const offered = async (rule: string): Promise<CodeAction[]> => client.codeActions('db.yaml', await rangeOf(rule));
  const pick = (actions: readonly CodeAction[], title: RegExp): CodeAction => {
    const action = actions.find((one) => title.test(one.title));
    assert.ok(action, `${String(title)} among ${actions.map((one) => one.title).join(', ')}`);
    return action;
  };
  /** The text after the action, which must still be YAML. */
  const after = async (action: CodeAction, text = RISKY): Promise<string> => {
    const { edit } = await client.resolve(action);
    assert.ok(edit);
    const changed = applied({ [client.uri('db.yaml')]: text }, edit)[client.uri('db.yaml')] ?? '';
    for (const { errors } of parseAllDocuments(changed)) assert.deepEqual(errors, []);
    return changed;
  };

  it('mend a finding; the edit comes when it is asked for, with the version of the text', async () => {
    await start();
    const action = pick(await offered('probes/missing-readiness'), /readiness probe/);
    assert.equal(action.kind, 'quickfix');
    assert.equal(action.isPreferred, true);
    assert.equal(action.edit, undefined);
    assert.deepEqual(
      action.diagnostics?.map(({ code }) => code),
      ['probes/missing-readiness'],
    );
    const { edit } = await client.resolve(action);
    const [change] = edit?.documentChanges ?? [];
    assert.ok(change && 'textDocument' in change);
    assert.deepEqual(change.textDocument, { uri: client.uri('db.yaml'), version: 1 });
    await client.change('db.yaml', { text: await after(action) });
    assert.ok(!(await client.rules('db.yaml')).includes('probes/missing-readiness'));
  });

  it('leave places to fill in, where lines of a snippet are indented as written', async () => {
    await start();
    const action = pick(await offered('storage/ephemeral-data'), /claim/);
    assert.equal(action.isPreferred, undefined);
    const { edit } = await client.resolve(action);
    const edits = edit?.documentChanges?.flatMap((change) => ('edits' in change ? change.edits : [])) ?? [];
    const snippets = edits.filter((one) => 'snippet' in one);
    assert.ok(snippets.length > 0);
    for (const one of edits) {
      const text = 'snippet' in one ? one.snippet.value : one.newText;
      if (text.includes('\n')) assert.equal(one.range.start.character, 0);
    }
    await client.change('db.yaml', { text: await after(action) });
    assert.ok(!(await client.rules('db.yaml')).includes('storage/ephemeral-data'));
  });

  it('are plain text for a client that knows no snippets, and changes for one that knows no versions', async () => {
    const workspace = { ...LIKE_VSCODE.workspace, workspaceEdit: {} };
    await start({ capabilities: { ...LIKE_VSCODE, workspace } });
    const { edit } = await client.resolve(pick(await offered('storage/ephemeral-data'), /claim/));
    assert.equal(edit?.documentChanges, undefined);
    assert.ok(edit?.changes?.[client.uri('db.yaml')]?.every(({ newText }) => !newText.includes('${')));
  });

  it('carry their edit at once for a client that asks only once', async () => {
    const { resolveSupport, ...codeAction } = LIKE_VSCODE.textDocument?.codeAction ?? {};
    assert.ok(resolveSupport);
    await start({ capabilities: { ...LIKE_VSCODE, textDocument: { ...LIKE_VSCODE.textDocument, codeAction } } });
    assert.ok(pick(await offered('probes/missing-readiness'), /readiness probe/).edit);
  });

  it('never prefer, and never do for all, what is only careful', async () => {
    await start();
    const actions = await client.codeActions('db.yaml', everything(RISKY), ['source.fixAll']);
    assert.deepEqual(
      actions.map(({ kind }) => kind),
      ['source.fixAll.plinth'],
    );
    await client.change('db.yaml', { text: await after(pick(actions, /all safe/i)) });
    const rules = await client.rules('db.yaml');
    assert.ok(rules.includes('storage/ephemeral-data'));
    assert.ok(!rules.includes('probes/missing-readiness'));
    assert.deepEqual(await client.codeActions('db.yaml', everything(RISKY), ['source.fixAll']), []);
  });

  it('mend all findings of a rule in the file', async () => {
    const two = `${RISKY}---\n${RISKY.replaceAll('shop', 'other')}`;
    await start({}, two);
    const action = pick(await offered('probes/missing-readiness'), /^Fix all 2 of probes\/missing-readiness/);
    await client.change('db.yaml', { text: await after(action, two) });
    const rules = await client.rules('db.yaml');
    assert.ok(!rules.includes('probes/missing-readiness'));
    assert.ok(rules.includes('storage/ephemeral-data'));
  });

  it('suppress a finding with a reason', async () => {
    await start();
    const action = pick(await offered('storage/ephemeral-data'), /^Suppress storage\/ephemeral-data/);
    const text = await after(action);
    assert.match(text, /^ {10}# plinth-ignore storage\/ephemeral-data -- reason\n {10}emptyDir: \{\}$/m);
    await client.change('db.yaml', { text });
    const rules = await client.rules('db.yaml');
    assert.ok(!rules.includes('storage/ephemeral-data'));
    assert.ok(!rules.includes('suppress/unused'));
  });

  it('explain a rule, where the client has the command', async () => {
    await start();
    const { command } = pick(await offered('storage/ephemeral-data'), /^Explain/);
    assert.deepEqual(command?.arguments, ['storage/ephemeral-data']);
    assert.equal(command.command, 'plinth.explainRule');
  });

  it('offer only kinds that are asked for', async () => {
    await start();
    assert.deepEqual(await client.codeActions('db.yaml', everything(RISKY), ['refactor']), []);
    const fixes = await client.codeActions('db.yaml', everything(RISKY), ['quickfix']);
    assert.ok(fixes.length > 3);
    assert.ok(fixes.every(({ kind }) => kind === 'quickfix'));
  });

  it('say so when the text has changed meanwhile', async () => {
    await start();
    const action = pick(await offered('probes/missing-readiness'), /readiness probe/);
    await client.change('db.yaml', { text: 'nothing: here\n' });
    assert.equal((await client.resolve(action)).edit, undefined);
    await client.message('window/showMessage');
  });
});

function everything(text: string): Range {
  return { start: { line: 0, character: 0 }, end: { line: text.split('\n').length, character: 0 } };
}
