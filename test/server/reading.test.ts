import assert from 'node:assert/strict';
import type { CodeLens, Hover, MarkupContent } from 'vscode-languageserver-protocol';
import { CancellationTokenSource, ResponseError } from 'vscode-jsonrpc';
import type { RuleDocumentationResult, ShowRisksArgument } from '../../server/protocol/messages.ts';
import { LanguageClient } from './language-client.ts';
import type { Options } from './language-client.ts';
import { RISKY } from './manifests.ts';
import { positionIn, randomFrom } from './random.ts';

let client: LanguageClient;
const start = async (options: Options = {}): Promise<void> => {
  client = await LanguageClient.start(options);
  await client.open('db.yaml', RISKY);
};
const hover = (line: number, character: number, name = 'db.yaml'): Promise<Hover | null> => {
  const position = { line, character };
  return client.connection.sendRequest('textDocument/hover', { textDocument: { uri: client.uri(name) }, position });
};
const lenses = (): Promise<CodeLens[]> =>
  client.connection.sendRequest('textDocument/codeLens', { textDocument: { uri: client.uri('db.yaml') } });

describe('hover', () => {
  afterEach(() => client.stop());

  it('says what, why, and where to read on', async () => {
    await start();
    const lines = RISKY.split('\n');
    const line = lines.findIndex((text) => text.includes('emptyDir'));
    const answer = await hover(line, 12);
    const { kind, value } = answer?.contents as MarkupContent;
    assert.equal(kind, 'markdown');
    assert.match(value, /emptyDir/);
    assert.match(value, /\]\(command:plinth\.explainRule\?%5B%22storage%2Fephemeral-data%22%5D\)/);
    assert.equal(answer?.range?.start.line, line);
  });

  it('links to the page by its address where the client has no command for it', async () => {
    await start({ commands: [] });
    const line = RISKY.split('\n').findIndex((text) => text.includes('emptyDir'));
    const { value } = (await hover(line, 12))?.contents as MarkupContent;
    assert.match(value, /\]\(plinth-rule:\/storage\/ephemeral-data\.md\)/);
  });

  it('tells all findings that overlap', async () => {
    await start();
    const line = RISKY.split('\n').findIndex((text) => text.includes('- name: postgres'));
    const { value } = (await hover(line, 16))?.contents as MarkupContent;
    assert.match(value, /\*\*No readiness probe/);
    assert.match(value, /\*\*No liveness probe/);
  });

  it('is silent elsewhere', async () => {
    await start();
    assert.equal(await hover(0, 15), null);
    assert.equal(await hover(400, 3), null);
    assert.equal(await hover(0, 0, 'nowhere.yaml'), null);
  });
});

describe('code lenses', () => {
  afterEach(() => client.stop());

  it('stand over each database, and lead to its risks', async () => {
    await start();
    const [lens, ...others] = await lenses();
    assert.ok(lens);
    assert.deepEqual(others, []);
    assert.equal(lens.range.start.line, 1);
    const { command } = await client.connection.sendRequest<CodeLens>('codeLens/resolve', lens);
    assert.match(command?.title ?? '', /^PostgreSQL 16\.4 · 1 member · \d+ risks$/);
    assert.equal(command?.command, 'plinth.showRisks');
    const [argument] = command.arguments as ShowRisksArgument[];
    assert.equal(argument?.object, 'StatefulSet/shop');
    assert.match(command.title, new RegExp(`· ${argument.findings.length} risks`));
    assert.ok(argument.findings.every(({ uri }) => uri === client.uri('db.yaml')));
  });

  it('are plain text for a client without the command, and none where they are switched off', async () => {
    await start({ commands: [] });
    const [lens] = await lenses();
    assert.equal((await client.connection.sendRequest<CodeLens>('codeLens/resolve', lens)).command?.command, '');
    await client.configure({ codeLens: { enable: false } });
    await client.message('workspace/codeLens/refresh');
    await client.eventually(async () => assert.deepEqual(await lenses(), []));
  });
});

describe('settings', () => {
  afterEach(() => client.stop());

  it('hold from the start, by rule, area and all', async () => {
    await start({ settings: { rules: { '*': 'hint', 'probes/*': 'off', 'storage/ephemeral-data': 'warning' } } });
    const found = await client.diagnostics('db.yaml');
    const severity = (rule: string): unknown => found.find(({ code }) => code === rule)?.severity;
    assert.equal(severity('storage/ephemeral-data'), 2);
    assert.equal(severity('workload/service-not-found'), 4);
    assert.ok(!found.some(({ code }) => String(code).startsWith('probes/')));
  });

  it('hold at once when they change', async () => {
    await start();
    assert.ok((await client.rules('db.yaml')).includes('storage/ephemeral-data'));
    await client.configure({ rules: { 'storage/ephemeral-data': 'off' } });
    await client.message('workspace/diagnostic/refresh');
    assert.ok(!(await client.rules('db.yaml')).includes('storage/ephemeral-data'));
    await client.configure({ ignore: ['db.*'] });
    await client.eventually(async () => assert.deepEqual(await client.rules('db.yaml'), []));
    await client.configure({ enable: false });
    await client.eventually(async () => assert.deepEqual(await client.rules('db.yaml'), []));
    await client.configure(undefined);
    await client.eventually(async () => assert.ok((await client.rules('db.yaml')).length > 0));
  });

  it('of a wrong type count as the defaults', async () => {
    await start({ settings: { rules: 7, ignore: 'x', codeLens: [], kubernetesVersion: {}, enable: 'yes' } });
    assert.ok((await client.rules('db.yaml')).includes('storage/ephemeral-data'));
  });
});

describe('requests', () => {
  afterEach(() => client.stop());

  it('for a rule’s page are answered, whatever the rule', async () => {
    await start();
    const ask = (rule: unknown): Promise<RuleDocumentationResult> =>
      client.connection.sendRequest('plinth/ruleDocumentation', { rule });
    assert.match((await ask('storage/ephemeral-data')).markdown, /^# storage\/ephemeral-data/);
    assert.match((await ask('suppress/unused')).markdown, /^# suppress\/unused/);
    assert.match((await ask('no/such')).markdown, /no page/);
  });

  it('that are cancelled are told so, and those with nonsense are answered harmlessly', async () => {
    await start();
    const source = new CancellationTokenSource();
    const textDocument = { uri: client.uri('db.yaml') };
    const answer = client.connection.sendRequest('textDocument/diagnostic', { textDocument }, source.token);
    source.cancel();
    await assert.rejects(answer, (error: unknown) => error instanceof ResponseError && error.code === -32800);
    assert.deepEqual(await client.connection.sendRequest('textDocument/codeLens', { textDocument: {} }), []);
    assert.equal(await client.connection.sendRequest('textDocument/hover', {}), null);
    assert.ok((await client.diagnostics('db.yaml')).length > 0);
  });

  it('give the same after any history of edits as for the final text', async () => {
    await start();
    let text = RISKY;
    const random = randomFrom(7);
    const pieces = ['', '\n', '---\n', 'x: 1\n', '  ', '"', '- ', RISKY];
    for (let step = 0; step < 60; step += 1) {
      const start = random(text.length + 1);
      const end = Math.min(text.length, start + random(12));
      const inserted = pieces[random(pieces.length)] ?? '';
      await client.change('db.yaml', {
        range: { start: positionIn(text, start), end: positionIn(text, end) },
        text: inserted,
      });
      text = text.slice(0, start) + inserted + text.slice(end);
    }
    const edited = await client.diagnostics('db.yaml');
    await client.close('db.yaml');
    await client.open('db.yaml', text);
    assert.deepEqual(await client.diagnostics('db.yaml'), edited);
  });
});
