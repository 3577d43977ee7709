import assert from 'node:assert/strict';
import { CancellationTokenSource, ResponseError } from 'vscode-jsonrpc';
import { LanguageClient } from './language-client.ts';
import { RISKY, SERVICE } from './manifests.ts';
import { positionIn, randomFrom } from './random.ts';

const ROUNDS = 200;
const OPEN = 5;

describe('a storm of edits, requests, cancellations, files and settings', () => {
  const files = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [
      `${index % 9}/${index}.yaml`,
      RISKY.replaceAll('shop', `shop-${index}`),
    ]),
  );
  let client: LanguageClient;
  beforeEach(async () => {
    client = await LanguageClient.start({ files });
  });
  afterEach(() => client.stop());

  it('is answered, without a fault, and leaves what the texts themselves would give', async () => {
    const random = randomFrom(3);
    const texts = new Map(Object.entries(files).slice(0, OPEN));
    const names = [...texts.keys()];
    const answers: Promise<unknown>[] = [];
    const ask = (method: string, params: object): void => {
      const source = new CancellationTokenSource();
      const answer = client.connection.sendRequest(method, params, source.token).catch((error: unknown) => {
        if (!(error instanceof ResponseError && error.code === -32800)) throw error;
      });
      answers.push(answer);
      if (random(3) === 0) setTimeout(() => source.cancel(), random(5));
    };
    for (const [name, text] of texts) await client.open(name, text);
    for (let round = 0; round < ROUNDS; round += 1) {
      const name = names[random(OPEN)] ?? '';
      const text = texts.get(name) ?? '';
      const at = random(text.length);
      const position = positionIn(text, at);
      const typed = ['x', '\n', '- ', '---\n', ' ', ': '][random(6)] ?? '';
      await client.change(name, { range: { start: position, end: position }, text: typed });
      texts.set(name, text.slice(0, at) + typed + text.slice(at));
      const textDocument = { uri: client.uri(name) };
      const range = { start: { line: 0, character: 0 }, end: { line: 60, character: 0 } };
      ask('textDocument/diagnostic', { textDocument });
      ask('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } });
      ask('textDocument/hover', { textDocument, position });
      ask('textDocument/codeLens', { textDocument });
      if (round % 40 === 0) ask('workspace/diagnostic', { previousResultIds: [] });
      if (round % 40 === 10) await client.write(`${random(9)}/new-${round}.yaml`, SERVICE);
      if (round % 50 === 20) await client.configure({ rules: { 'probes/*': ['off', 'hint', 'error'][random(3)] } });
      if (round % 50 === 30) {
        await client.close(name);
        await client.open(name, texts.get(name) ?? '');
      }
    }
    await client.configure(undefined);
    await Promise.all(answers);
    await client.message('plinth/status', ({ state }: { state: string }) => state === 'ready');
    for (const [name, text] of texts) {
      await client.eventually(async () => {
        const after = await client.diagnostics(name);
        await client.close(name);
        await client.open(name, text);
        assert.deepEqual(await client.diagnostics(name), after);
      });
    }
    assert.deepEqual(
      client.received.filter(({ method }) => method === 'window/logMessage'),
      [],
    );
  });
});
