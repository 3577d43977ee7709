import assert from 'node:assert/strict';
import { SourceFile } from './index.ts';

const read = (text: string) => {
  const [document] = SourceFile.open('a.yaml', text).documents;
  assert.ok(document);
  return document;
};

describe('brackets and quotations that go on at the column of their key', () => {
  const cases: readonly [name: string, text: string, body: unknown][] = [
    ['a list', 'kind: A\nlist: ["x",\n"y"\n]\nend: 1\n', { kind: 'A', list: ['x', 'y'], end: 1 }],
    [
      'a list below a list',
      'kind: A\nitems:\n- name: a\n  args: [\n  "x",\n  "y"\n  ]\n- name: b\n',
      {
        kind: 'A',
        items: [{ name: 'a', args: ['x', 'y'] }, { name: 'b' }],
      },
    ],
    ['a map', 'kind: A\nmap: {\na: 1,\nb: 2\n}\n', { kind: 'A', map: { a: 1, b: 2 } }],
    ['with CRLF', 'kind: A\r\nlist: ["x",\r\n"y"]\r\nend: 1\r\n', { kind: 'A', list: ['x', 'y'], end: 1 }],
    ['two of them', 'a: ["x",\n"y"]\nb: ["z",\n"w"]\n', { a: ['x', 'y'], b: ['z', 'w'] }],
    ['a quotation', 'kind: A\ntext: "one\ntwo"\nend: 1\n', { kind: 'A', text: 'one two', end: 1 }],
  ];
  for (const [name, text, body] of cases) {
    it(`are read as Kubernetes reads them: ${name}`, () => {
      const document = read(text);
      assert.deepEqual(document.problems, []);
      assert.deepEqual(document.root?.body, body);
    });
  }

  it('keep the places of what stands behind them', () => {
    const document = read('kind: A\nlist: ["x",\n"y"\n]\nend: 1\n');
    const end = document.syntax?.kind === 'map' ? document.syntax.entry('end') : undefined;
    assert.equal(document.text.slice(end?.keyStart, end?.keyEnd), 'end');
  });

  const broken: readonly [name: string, text: string][] = [
    ['a bracket that nothing closes', 'kind: A\nlist: ["x",\n"y"\nend: 1\n'],
    ['a quotation left open over keys', 'kind: A\ntext: "one\nname: "two"\nend: 1\n'],
    ['a comment among them', 'kind: A\nlist: ["x", # first\n"y"\n]\nend: 1\n'],
  ];
  for (const [name, text] of broken) {
    it(`stay problems: ${name}`, () => assert.notEqual(read(text).problems.length, 0));
  }
});
