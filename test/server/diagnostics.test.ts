import assert from 'node:assert/strict';
import type { DocumentDiagnosticReport } from 'vscode-languageserver-protocol';
import { LanguageClient, LIKE_VSCODE } from './language-client.ts';
import { COMPOSE, RISKY, SERVICE } from './manifests.ts';

describe('diagnostics that the client pulls', () => {
  let client: LanguageClient;
  beforeEach(async () => {
    client = await LanguageClient.start();
  });
  afterEach(() => client.stop());

  it('are announced', () => {
    assert.deepEqual(client.initialized.capabilities.diagnosticProvider, {
      identifier: 'plinth',
      interFileDependencies: true,
      workspaceDiagnostics: true,
    });
    assert.equal(client.initialized.capabilities.positionEncoding, 'utf-16');
  });

  it('carry rule, page, source, place and severity', async () => {
    await client.open('db.yaml', RISKY);
    const found = (await client.diagnostics('db.yaml')).find(({ code }) => code === 'storage/ephemeral-data');
    assert.ok(found);
    assert.equal(found.severity, 1);
    assert.equal(found.source, 'plinth');
    assert.equal(found.codeDescription?.href, 'plinth-rule:/storage/ephemeral-data.md');
    assert.deepEqual(found.data, { rule: 'storage/ephemeral-data', object: 'StatefulSet/shop' });
    assert.equal(RISKY.split('\n')[found.range.start.line]?.includes('emptyDir'), true);
    assert.ok(typeof found.message === 'string');
    assert.match(found.message, /data/);
  });

  it('say that nothing has changed', async () => {
    await client.open('db.yaml', RISKY);
    const first = await client.report('db.yaml');
    const again: DocumentDiagnosticReport = await client.report('db.yaml', first.resultId);
    assert.deepEqual(again, { kind: 'unchanged', resultId: first.resultId });
  });

  it('follow an edit, and know findings that have not changed', async () => {
    await client.open('db.yaml', RISKY);
    const first = await client.report('db.yaml');
    const end = { line: RISKY.split('\n').length - 1, character: 0 };
    await client.change('db.yaml', { range: { start: end, end }, text: '# a comment at the end\n' });
    assert.equal((await client.report('db.yaml', first.resultId)).kind, 'unchanged');
    const start = { line: 0, character: 0 };
    await client.change('db.yaml', { range: { start, end: start }, text: '# a comment\n' });
    assert.equal((await client.report('db.yaml', first.resultId)).kind, 'full');
  });

  it('see other open documents', async () => {
    await client.open('db.yaml', RISKY);
    assert.ok((await client.rules('db.yaml')).includes('workload/service-not-found'));
    await client.open('service.yaml', SERVICE);
    assert.ok(!(await client.rules('db.yaml')).includes('workload/service-not-found'));
  });

  it('leave alone what is no manifest', async () => {
    await client.open('compose.yaml', COMPOSE);
    assert.deepEqual(await client.diagnostics('compose.yaml'), []);
  });

  it('are given for half-typed text', async () => {
    await client.open('db.yaml', RISKY);
    const line = RISKY.split('\n').findIndex((text) => text.includes('terminationGracePeriod'));
    const start = { line, character: 0 };
    await client.change('db.yaml', { range: { start, end: start }, text: '      tolera\n' });
    const rules = await client.rules('db.yaml');
    assert.ok(rules.includes('file/parse-error'));
    assert.ok(rules.includes('storage/ephemeral-data'));
  });

  it('are at most a thousand a file, the worst first', async () => {
    const many = Array.from({ length: 400 }, (_, index) => RISKY.replaceAll('shop', `shop-${index}`)).join('---\n');
    await client.open('many.yaml', many);
    const found = await client.diagnostics('many.yaml');
    assert.equal(found.length, 1000);
    assert.equal(found.filter(({ code }) => code === 'storage/ephemeral-data').length, 400);
  }).timeout(30_000);

  it('are none for a document that was never opened', async () => {
    assert.deepEqual(await client.diagnostics('nowhere.yaml'), []);
  });
});

describe('diagnostics that the server sends', () => {
  const { diagnostic: pulling, ...textDocument } = LIKE_VSCODE.textDocument ?? {};
  let client: LanguageClient;
  beforeEach(async () => {
    client = await LanguageClient.start({
      files: { 'closed.yaml': RISKY.replaceAll('shop', 'closed') },
      capabilities: { ...LIKE_VSCODE, textDocument },
    });
  });
  afterEach(() => client.stop());

  it('come with their version, and again after an edit', async () => {
    assert.ok(pulling);
    assert.equal(client.initialized.capabilities.diagnosticProvider, undefined);
    await client.open('db.yaml', RISKY);
    const first = await client.published('db.yaml');
    assert.equal(first.version, 1);
    assert.ok(first.diagnostics.some(({ code }) => code === 'storage/ephemeral-data'));
    const version = await client.change('db.yaml', { text: SERVICE });
    const second = await client.published('db.yaml', (params) => params.version === version);
    assert.deepEqual(second.diagnostics, []);
  });

  it('come for files that are not open, too', async () => {
    const { diagnostics } = await client.published('closed.yaml');
    assert.ok(diagnostics.some(({ code }) => code === 'storage/ephemeral-data'));
    await client.delete('closed.yaml');
    await client.published('closed.yaml', (params) => params.diagnostics.length === 0);
  });
});
