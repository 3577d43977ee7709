import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver-protocol';
import { ProgressType } from 'vscode-jsonrpc';
import type { LintWorkspaceResult, StatusParams } from '../../server/protocol/messages.ts';
import { LanguageClient } from './language-client.ts';
import type { Options } from './language-client.ts';
import { COMPOSE, RISKY, SERVICE } from './manifests.ts';

describe('a workspace', () => {
  let client: LanguageClient;
  const start = async (options: Options): Promise<void> => {
    client = await LanguageClient.start(options);
  };
  afterEach(() => client.stop());

  const ready = (files: number): Promise<StatusParams> =>
    client.message('plinth/status', (status: StatusParams) => status.state === 'ready' && status.files === files);
  const workspaceReport = (previous: Record<string, string> = {}): Promise<WorkspaceDiagnosticReport> => {
    const previousResultIds = Object.entries(previous).map(([uri, value]) => ({ uri, value }));
    return client.connection.sendRequest('workspace/diagnostic', { previousResultIds });
  };

  it('is read in the background, and told of file by file', async () => {
    await start({ files: { 'a/db.yaml': RISKY, 'compose.yaml': COMPOSE, 'node_modules/x/db.yaml': RISKY } });
    const status = await ready(1);
    assert.equal(status.databases, 1);
    assert.ok(status.findings.error > 0);
    const { items } = await workspaceReport();
    assert.deepEqual(
      items.map(({ uri }) => uri),
      [client.uri('a/db.yaml')],
    );
    const [first] = items;
    assert.ok(first?.kind === 'full' && first.resultId !== undefined);
    assert.ok(first.items.some(({ code }) => code === 'storage/ephemeral-data'));
    const again = await workspaceReport({ [first.uri]: first.resultId });
    assert.equal(again.items.find(({ uri }) => uri === first.uri)?.kind, 'unchanged');
  });

  it('tells a client that listens when something changes, and not before', async () => {
    await start({ files: { 'db.yaml': RISKY } });
    await ready(1);
    const first = (await workspaceReport()).items[0];
    assert.ok(first?.resultId !== undefined);
    const told: WorkspaceDocumentDiagnosticReport[] = [];
    const parts = new ProgressType<WorkspaceDiagnosticReport>();
    client.connection.onProgress(parts, 'parts', ({ items }) => {
      told.push(...items);
    });
    let answered = false;
    const answer = client.connection
      .sendRequest('workspace/diagnostic', {
        previousResultIds: [{ uri: first.uri, value: first.resultId }],
        partialResultToken: 'parts',
      })
      .then(() => {
        answered = true;
      });
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.equal(answered, false);
    await client.delete('db.yaml');
    await answer;
    assert.deepEqual(
      told.map((report) => [report.uri, report.kind === 'full' && report.items.length]),
      [[first.uri, 0]],
    );
  });

  it('follows files on disk', async () => {
    await start({ files: { 'db.yaml': RISKY } });
    assert.ok(client.registered().includes('workspace/didChangeWatchedFiles') || (await ready(1)));
    await client.open('db.yaml', RISKY);
    assert.ok((await client.rules('db.yaml')).includes('workload/service-not-found'));
    await client.write('service.yaml', SERVICE);
    await client.message('workspace/diagnostic/refresh');
    await client.eventually(async () => {
      assert.ok(!(await client.rules('db.yaml')).includes('workload/service-not-found'));
    });
    await client.delete('service.yaml');
    await client.eventually(async () => {
      assert.ok((await client.rules('db.yaml')).includes('workload/service-not-found'));
    });
  });

  it('goes back to the text on disk when a document is closed', async () => {
    await start({ files: { 'db.yaml': RISKY, 'service.yaml': SERVICE } });
    await ready(2);
    await client.open('service.yaml', SERVICE);
    await client.change('service.yaml', { text: '' });
    assert.ok((await client.rules('db.yaml')).includes('workload/service-not-found'));
    await client.close('service.yaml');
    await client.eventually(async () => {
      assert.ok(!(await client.rules('db.yaml')).includes('workload/service-not-found'));
    });
  });

  it('obeys .plinth.yaml and .plinthignore, live', async () => {
    await start({ files: { 'db.yaml': RISKY, '.plinth.yaml': 'rules:\n  storage/ephemeral-data: off\n' } });
    await client.open('db.yaml', RISKY);
    assert.ok(!(await client.rules('db.yaml')).includes('storage/ephemeral-data'));
    await client.write('.plinth.yaml', 'rules:\n  storage/ephemeral-data: hint\n');
    await client.eventually(async () => {
      const found = await client.diagnostics('db.yaml');
      assert.equal(found.find(({ code }) => code === 'storage/ephemeral-data')?.severity, 4);
    });
    await client.write('.plinthignore', '*.yaml\n');
    await client.eventually(async () => {
      assert.deepEqual(await client.rules('db.yaml'), []);
    });
  });

  it('shows what is wrong in .plinth.yaml, while it is written', async () => {
    const text = 'rules:\n  storage/no-such-rule: off\n';
    await start({ files: { '.plinth.yaml': text } });
    await client.open('.plinth.yaml', text);
    const found = await client.diagnostics('.plinth.yaml');
    assert.deepEqual(
      found.map(({ range }) => range.start),
      [{ line: 1, character: 2 }],
    );
    await client.change('.plinth.yaml', { text: 'rules: {}\n' });
    assert.deepEqual(await client.diagnostics('.plinth.yaml'), []);
  });

  it('inherits the .plinth.yaml of its repository', async () => {
    const files = {
      '.git/HEAD': '',
      '.plinth.yaml': 'rules:\n  storage/ephemeral-data: off\n',
      'inner/db.yaml': RISKY,
    };
    await start({ files, folder: 'inner' });
    await client.open('inner/db.yaml', RISKY);
    const rules = await client.rules('inner/db.yaml');
    assert.ok(rules.length > 0 && !rules.includes('storage/ephemeral-data'));
  });

  it('has a folder with a .plinth.yaml of its own stand alone', async () => {
    await start({ files: { 'service.yaml': SERVICE, 'inner/db.yaml': RISKY, 'inner/.plinth.yaml': 'rules: {}\n' } });
    await ready(2);
    await client.open('inner/db.yaml', RISKY);
    assert.ok((await client.rules('inner/db.yaml')).includes('workload/service-not-found'));
    await client.delete('inner/.plinth.yaml');
    await client.eventually(async () => {
      assert.ok(!(await client.rules('inner/db.yaml')).includes('workload/service-not-found'));
    });
  });

  it('gains and loses folders', async () => {
    await start({ files: { 'inner/service.yaml': SERVICE } });
    await ready(1);
    const change = (added: string[], removed: string[]): Promise<void> => {
      const named = (uris: string[]) => uris.map((uri) => ({ uri, name: uri }));
      const event = { added: named(added), removed: named(removed) };
      return client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
    };
    await change([], [client.uri('')]);
    await ready(0);
    await change([client.uri('inner')], []);
    await client.eventually(async () => {
      assert.equal((await client.connection.sendRequest<LintWorkspaceResult>('plinth/lintWorkspace')).files, 1);
    });
  });

  it('is linted as a whole when asked to', async () => {
    await start({ files: { 'db.yaml': RISKY, 'compose.yaml': COMPOSE, 'service.yaml': SERVICE } });
    for (const params of [undefined, null, {}]) {
      const result = await client.connection.sendRequest<LintWorkspaceResult>('plinth/lintWorkspace', params);
      assert.equal(result.files, 2);
      assert.equal(result.filesWithFindings, 1);
      assert.equal(result.databases, 1);
      const { error, warning, info, hint } = result.bySeverity;
      assert.equal(result.findings, error + warning + info + hint);
      assert.ok(error > 0);
    }
  });

  it('may hold a pipe that bears a manifest’s name', async () => {
    await start({ files: { 'db.yaml': RISKY } });
    await ready(1);
    execFileSync('mkfifo', [fileURLToPath(client.uri('pipe.yaml'))]);
    const result = await client.connection.sendRequest<LintWorkspaceResult>('plinth/lintWorkspace');
    assert.equal(result.files, 1);
  });

  it('may lie in folders with spaces and umlauts', async () => {
    const overlay = 'resources: [../grün und blau/db.yaml]\nnamespace: shop\n';
    await start({ files: { 'grün und blau/db.yaml': RISKY, 'overlay/kustomization.yaml': overlay } });
    await ready(1);
    const { items } = await workspaceReport();
    assert.deepEqual(
      items.map(({ uri }) => uri),
      [client.uri('grün und blau/db.yaml')],
    );
  });
});

describe('a large workspace', () => {
  const files = Object.fromEntries(
    Array.from({ length: 1500 }, (_, index) => [`${index}.yaml`, RISKY.replaceAll('shop', `shop-${index}`)]),
  );
  let client: LanguageClient;
  beforeEach(async () => {
    client = await LanguageClient.start({ files });
  });
  afterEach(() => client.stop());

  it('is read behind what is open, under a progress message', async () => {
    await client.open('0.yaml', files['0.yaml'] ?? '');
    assert.ok((await client.rules('0.yaml')).includes('storage/ephemeral-data'));
    assert.ok(!client.received.some(({ method }) => method === 'workspace/diagnostic/refresh'));
    await client.message('$/progress', ({ value }: { value: { kind: string } }) => value.kind === 'begin');
    await client.message('workspace/diagnostic/refresh');
    await client.message('$/progress', ({ value }: { value: { kind: string } }) => value.kind === 'end');
    await client.message(
      'plinth/status',
      (status: StatusParams) => status.state === 'ready' && status.databases === 1500,
    );
  });

  it('is read no further when that is cancelled', async () => {
    const { token } = await client.message<{ token: string }>('window/workDoneProgress/create');
    await client.message('$/progress', ({ value }: { value: { kind: string } }) => value.kind === 'begin');
    await client.connection.sendNotification('window/workDoneProgress/cancel', { token });
    const { files: read } = await client.message('plinth/status', ({ state }: StatusParams) => state === 'ready');
    assert.ok(read < 1500, `${read} files were read`);
  });
});
