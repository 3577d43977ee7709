import assert from 'node:assert/strict';
import type {
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  SelectionRange,
  SymbolInformation,
} from 'vscode-languageserver-protocol';
import { ask, placeText, readScene } from './cursor.ts';
import { LanguageClient } from './language-client.ts';
import { COMPOSE, RISKY, SERVICE } from './manifests.ts';

describe('what a file holds', () => {
  let client: LanguageClient;
  before(async () => {
    client = await LanguageClient.start({ files: { 'readme.txt': '' } });
    await client.open('db.yaml', `# The shop's\n# database\n${RISKY}---\n${SERVICE}`);
    await client.open('compose.yaml', COMPOSE);
    await client.open('base/kustomization.yaml', 'resources: [../db.yaml, gone.yaml, "https://example.org/x.yaml"]\n');
  });
  after(() => client.stop());

  const request = <T>(method: string, name: string, more: object = {}): Promise<T> =>
    client.connection.sendRequest(method, { textDocument: { uri: client.uri(name) }, ...more });

  it('is outlined by objects, with engine, containers and places that lie in one another', async () => {
    const symbols = await request<DocumentSymbol[]>('textDocument/documentSymbol', 'db.yaml');
    assert.deepEqual(
      symbols.map(({ name, detail, children }) => [name, detail, children?.map((one) => one.name)]),
      [
        ['StatefulSet/shop', 'PostgreSQL', ['postgres']],
        ['Service/shop', undefined, []],
      ],
    );
    for (const { range, selectionRange } of symbols) {
      assert.ok(range.start.line <= selectionRange.start.line && selectionRange.end.line <= range.end.line);
    }
    assert.equal(await request('textDocument/documentSymbol', 'compose.yaml'), null);
  });

  it('is folded by entries, items, documents and comments; other YAML is left to the editor', async () => {
    const ranges = await request<FoldingRange[]>('textDocument/foldingRange', 'db.yaml');
    const told = ranges.map(({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind ? ` ${kind}` : ''}`);
    for (const expected of ['0-1 comment', '4-5', '6-26', '16-23', '25-26', '27-36']) {
      assert.ok(told.includes(expected), `${expected} is not among ${told.join(', ')}`);
    }
    assert.equal(await request('textDocument/foldingRange', 'compose.yaml'), null);
  });

  it('is selected from a value outwards', async () => {
    const [selection] = await request<SelectionRange[]>('textDocument/selectionRange', 'db.yaml', {
      positions: [{ line: 5, character: 9 }],
    });
    const texts: string[] = [];
    for (let at = selection; at; at = at.parent) texts.push(placeText('', at.range));
    assert.deepEqual(texts.slice(0, 3), [':6:9-13', ':6:3-13', ':5:1-13']);
    assert.equal(texts.length, 4);
  });

  it('is linked where a kustomization names files that are there', async () => {
    const links = await request<DocumentLink[]>('textDocument/documentLink', 'base/kustomization.yaml');
    assert.deepEqual(
      links.map(({ target, range }) => [target, placeText('', range)]),
      [[client.uri('db.yaml'), ':1:13-23']],
    );
  });

  it('is found by the name of its database', async () => {
    const symbols = await client.connection.sendRequest<SymbolInformation[]>('workspace/symbol', {
      query: 'postgshop',
    });
    assert.deepEqual(
      symbols.map(({ name, containerName }) => [name, containerName]),
      [
        ['PostgreSQL shop', 'StatefulSet/shop'],
        ['StatefulSet/shop', 'PostgreSQL shop'],
        ['Service/shop', 'PostgreSQL shop'],
      ],
    );
    assert.deepEqual(await client.connection.sendRequest('workspace/symbol', { query: 'redis' }), []);
  });
});

describe('navigation in what cannot be read', () => {
  for (const text of ['│', 'a│', '- │', '{│', '---\n│', 'kind: │\napiVersion: v1', '\t│: [', 'x: &a [*a, │*b]']) {
    it(`answers without a fault: ${JSON.stringify(text)}`, async () => {
      const scene = readScene({ 'a.yaml': text });
      for (const method of ['definition', 'documentHighlight', 'documentSymbol', 'foldingRange', 'documentLink'])
        assert.deepEqual((await ask(scene, `textDocument/${method}`)).answer ?? [], [], method);
    });
  }
});
