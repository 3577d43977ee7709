import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json, Path } from '../../engines/model/object.ts';
import { decode, offsetsOf, rangeOf, SourceFile } from './index.ts';
import { MAX_DOCUMENT_LENGTH, MAX_FILE_LENGTH } from './limits.ts';
import { plainValue } from './plain-scalars.ts';
import { languageOf, SAMPLES } from '../../test/support/samples.ts';

const SEED = { seed: 20261122, numRuns: 300 };

/** Pieces of text that move document borders, break syntax, or do nothing much. */
const SNIPPETS = [
  '',
  'a',
  '\n',
  '\r\n',
  '---',
  '---\n',
  '\n---\n',
  '...\n',
  '#',
  '# c\n',
  '  ',
  '\t',
  '"',
  ': ',
  '- ',
  '{{',
  '}}',
  '[',
  '|\n',
  '%X\n',
  '\uFEFF',
  'é😀',
];
const snippet = fc.constantFrom(...SNIPPETS);

function shown(file: SourceFile): unknown {
  return file.documents.map((document) => ({
    text: document.text,
    start: document.startOffset,
    line: document.startLine,
    bodies: document.objects.map((object) => object.body),
    problems: document.problems,
  }));
}

/** All paths of a body, its root included. */
function pathsOf(body: Json, path: Path = []): Path[] {
  if (body === null || typeof body !== 'object') return [path];
  const below = Array.isArray(body)
    ? (body as readonly Json[]).flatMap((item, index) => pathsOf(item, [...path, index]))
    : Object.entries(body).flatMap(([key, item]) => pathsOf(item, [...path, key]));
  return [path, ...below];
}

describe('SourceFile', () => {
  it('gives after any changes what opening the final text gives', () => {
    const edit = fc.record({ from: fc.nat(1200), length: fc.oneof(fc.nat(6), fc.nat(300)), text: snippet });
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(SAMPLES)),
        fc.array(edit, { minLength: 1, maxLength: 8 }),
        (name, edits) => {
          const file = SourceFile.open('a.yaml', SAMPLES[name] ?? '', { language: languageOf(name) });
          const known = new Set(file.documents);
          for (const { from, length, text } of edits) {
            const range = { start: file.positionAt(from), end: file.positionAt(from + length) };
            const before = file.text();
            const expected =
              before.slice(0, file.offsetAt(range.start)) + text + before.slice(file.offsetAt(range.end));
            const { added, removed } = file.change([{ range, text }]);
            assert.equal(file.text(), expected);
            for (const document of removed) assert.ok(known.delete(document));
            for (const document of added) known.add(document);
            assert.deepEqual(new Set(file.documents), known);
          }
          assert.deepEqual(shown(file), shown(SourceFile.open('a.yaml', file.text(), { language: languageOf(name) })));
        },
      ),
      SEED,
    );
  });

  it('keeps the documents that a change does not touch', () => {
    const file = SourceFile.open('a.yaml', 'a: 1\n---\nb: 1\n---\nc: 1\n');
    const [first, , third] = file.documents;
    const position = { line: 2, character: 3 };
    const { added, removed } = file.change([{ range: { start: position, end: position }, text: '\n\n' }]);
    assert.deepEqual([added.length, removed.length], [1, 1]);
    assert.equal(file.documents[0], first);
    assert.equal(file.documents[2], third);
    assert.deepEqual([third?.startOffset, third?.startLine, file.version], [16, 5, 2]);
  });

  it('keeps them too when the whole text is sent again', () => {
    const file = SourceFile.open('a.yaml', 'a: 1\n---\nb: 1\n---\nc: 1\n');
    const [first, , third] = file.documents;
    file.change([{ text: 'a: 1\n---\nb: 2\n---\nc: 1\n' }]);
    assert.equal(file.documents[0], first);
    assert.equal(file.documents[2], third);
  });

  it('turns offsets into positions and back', () => {
    fc.assert(
      fc.property(fc.array(snippet, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        const file = SourceFile.open('a.yaml', text);
        for (let offset = 0; offset <= text.length; offset += 1) {
          if (text[offset - 1] === '\r' && text[offset] === '\n') continue;
          assert.equal(file.offsetAt(file.positionAt(offset)), offset);
        }
      }),
      SEED,
    );
  });

  it('splits where YAML says that documents end', () => {
    const texts = (text: string): string[] =>
      SourceFile.open('a.yaml', text).documents.map((document) => document.text);
    assert.deepEqual(texts('# head\n---\na: 1\n--- # two\nb: 1\n...\n# three\n---\nc: 1\n'), [
      '# head\n---\na: 1\n',
      '--- # two\nb: 1\n...\n',
      '# three\n---\nc: 1\n',
    ]);
    assert.deepEqual(texts('a: |\n  x\n---\nb: 1\n'), ['a: |\n  x\n', '---\nb: 1\n']);
    assert.deepEqual(texts('%YAML 1.1\n---\na: 1\n'), ['%YAML 1.1\n---\na: 1\n']);
    assert.deepEqual(texts('a: ----\n----\n'), ['a: ----\n----\n']);
    assert.deepEqual(texts('\uFEFF---\na: 1\n'), ['\uFEFF---\na: 1\n']);
    assert.deepEqual(texts(''), ['']);
  });

  it('reads JSON, also several values in one file', () => {
    const file = SourceFile.open('a.json', '{\n\t"kind": "A", "x": "}{"\n}\n{ "kind": "B" }\n');
    assert.deepEqual(
      file.documents.flatMap((document) => document.objects.map((object) => object.kind)),
      ['A', 'B'],
    );
    assert.deepEqual(
      file.documents.map((document) => document.problems.length),
      [0, 0],
    );
  });

  it('says what it does not read instead of hanging', () => {
    const large = SourceFile.open('a.yaml', 'a: 1\n'.repeat(MAX_FILE_LENGTH / 4));
    assert.deepEqual([large.problem?.kind, large.documents.length], ['too-large', 0]);
    large.change([{ text: 'kind: A\n' }]);
    assert.deepEqual([large.problem, large.documents[0]?.objects[0]?.kind], [undefined, 'A']);
    const long = SourceFile.open('a.yaml', `a: ${'x'.repeat(MAX_DOCUMENT_LENGTH)}\n---\nkind: B\n`);
    assert.match(long.documents[0]?.problems[0]?.message ?? '', /longer than 2 MiB/);
    assert.equal(long.documents[1]?.objects[0]?.kind, 'B');
    assert.equal(SourceFile.open('a.yaml', '---\n'.repeat(60_000)).problem?.kind, 'too-large');
  });

  it('names the encodings that Kubernetes does not read', () => {
    assert.deepEqual(decode(new TextEncoder().encode('é')), { text: 'é' });
    for (const bytes of [
      [0xff, 0xfe, 0x61, 0],
      [0xe9, 0x20],
    ]) {
      const result = decode(Uint8Array.from(bytes));
      assert.equal('problem' in result && result.problem.kind, 'not-utf8');
    }
  });
});

describe('positions of values', () => {
  for (const [name, text] of Object.entries(SAMPLES)) {
    it(`show every value of the sample "${name}"`, () => {
      const file = SourceFile.open('a.yaml', text, { language: languageOf(name) });
      for (const document of file.documents) {
        assert.deepEqual(document.problems, []);
        for (const object of document.objects) {
          for (const path of pathsOf(object.body)) {
            const [start, end] = offsetsOf({ object, path });
            assert.ok(start >= 0 && end >= start && end <= document.text.length, path.join('.'));
            const range = rangeOf({ object, path });
            assert.equal(file.offsetAt(range.start), start + document.startOffset);
            const value = path.reduce<Json | undefined>(
              (at, step) => (at as Record<string | number, Json>)[step],
              object.body,
            );
            if (value === null || typeof value === 'object') continue;
            const alone = SourceFile.open('b.yaml', `v: ${document.text.slice(start, end)}\n`).documents[0]?.root?.body;
            const written = document.text.slice(start, end);
            if (!/^[|>]/.test(written)) assert.deepEqual(alone, { v: value }, written);
            if (typeof value !== 'string') continue;
            for (let at = 0; at < value.length; at += 1) {
              const [from, to] = offsetsOf({ object, path, span: [at, at + 1] });
              const unit = document.text.slice(from, to);
              assert.ok(
                unit === value[at] || /\s/.test(value[at] ?? '') || unit.startsWith('\\') || value[at] === "'",
                `${path.join('.')} ${at}`,
              );
            }
          }
        }
      }
    });
  }

  it('name the nearest thing that exists for what is missing', () => {
    const file = SourceFile.open('a.yaml', SAMPLES['indented'] ?? '');
    const object = file.documents[0]?.objects[0];
    assert.ok(object);
    const at = (path: Path, part?: 'key' | 'value'): string => {
      const [start, end] = offsetsOf(part ? { object, path, part } : { object, path });
      return object.document.text.slice(start, end);
    };
    assert.equal(at([]), 'kind: StatefulSet');
    assert.equal(at(['status', 'x']), 'kind: StatefulSet');
    assert.equal(at(['spec', 'template', 'spec', 'volumes', 0]), 'spec');
    const container: Path = ['spec', 'template', 'spec', 'containers', 0];
    assert.equal(at(container), 'name: postgres');
    assert.equal(at([...container, 'livenessProbe']), 'name: postgres');
    assert.equal(at([...container, 'image']), "'postgres:16.4'");
    assert.equal(at([...container, 'image'], 'key'), 'image');
    assert.equal(at([...container, 'resources']), 'resources');
    assert.equal(at([...container, 'resources'], 'value'), '{}');
    assert.equal(at([...container, 'resources', 'limits', 'memory']), 'resources');
    assert.equal(at([...container, 'args', 1]), '"shared_buffers=1GB"');
  });

  it('follow aliases and merge keys', () => {
    const object = SourceFile.open('a.yaml', SAMPLES['anchors'] ?? '').documents[0]?.objects[0];
    assert.ok(object);
    for (const path of [
      ['spec', 'selector', 'tier'],
      ['spec', 'copied', 'tier'],
    ]) {
      assert.equal(rangeOf({ object, path }).start.line, 6);
    }
    assert.deepEqual(
      offsetsOf({ object, path: ['spec', 'containers', 3, 'name'] }),
      offsetsOf({ object, path: ['spec', 'containers', 1, 'name'] }),
    );
  });

  it('stay at an alias of a single value', () => {
    const text = 'kind: StatefulSet\nmetadata: { name: &name db }\nspec:\n  serviceName: *name\n';
    const object = SourceFile.open('a.yaml', text).documents[0]?.objects[0];
    assert.ok(object);
    const [start, end] = offsetsOf({ object, path: ['spec', 'serviceName'] });
    assert.equal(text.slice(start, end), '*name');
  });
});

describe('plain scalars', () => {
  it('are what Kubernetes makes of them', () => {
    const cases: [string, unknown][] = [
      ['yes', true],
      ['Off', false],
      ['y', true],
      ['N', false],
      ['~', null],
      ['', null],
      ['Null', null],
      ['yEs', 'yEs'],
      ['0644', 420],
      ['0o644', 420],
      ['0x1F', 31],
      ['0b101', 5],
      ['-012', -10],
      ['1_000', 1000],
      ['089', 89],
      ['+1', 1],
      ['-0', 0],
      ['1.5', 1.5],
      ['.5', 0.5],
      ['1e3', 1000],
      ['1.', 1],
      ['.inf', '.inf'],
      ['.', '.'],
      ['-', '-'],
      ['1.2.3', '1.2.3'],
      ['12:30', '12:30'],
      ['2001-01-01', '2001-01-01'],
      ['10Gi', '10Gi'],
      ['-c', '-c'],
      ['true ', 'true '],
    ];
    for (const [text, value] of cases) assert.deepEqual(plainValue(text), value, text);
  });
});
