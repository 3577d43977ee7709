import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits, editsOf } from '../../server/linter/fixing.ts';
import { SourceFile } from '../../server/documents/index.ts';
import type { Linter } from '../../server/linter/linter.ts';
import { allFindings, describeFinding, linterOf } from '../support/workspace.ts';
import { corpusTexts, exampleTexts } from '../support/texts.ts';
import type { Text } from '../support/texts.ts';
import { SAMPLES, SEED } from './samples.ts';

/** No text may keep the server busy for longer. */
const MOST_MILLISECONDS = 1000;
const NAME = 'sample.yaml';

const texts = [...exampleTexts(), ...corpusTexts()].filter(({ text }) => text.length < 200_000);
const anyText: fc.Arbitrary<Text> = fc.constantFrom(...texts);
const share = (part: number) => ({ numRuns: Math.ceil(SAMPLES * part), seed: SEED, endOnFailure: true });

describe('whatever is typed', function () {
  this.timeout(0);

  it('any prefix of a file is linted without a fault, and no fix breaks it', () => {
    const prefix = fc.tuple(anyText, fc.nat()).map(([{ text }, at]) => text.slice(0, at % (text.length + 1)));
    fc.assert(fc.property(prefix, lintsWell), share(0.3));
  });

  it('a file without one of its lines', () => {
    const shortened = fc.tuple(anyText, fc.nat()).map(([{ text }, at]) => {
      const lines = text.split('\n');
      lines.splice(at % lines.length, 1);
      return lines.join('\n');
    });
    fc.assert(fc.property(shortened, lintsWell), share(0.3));
  });

  it('documents of a file in any order, some of them twice', () => {
    const shuffled = fc.tuple(anyText, fc.array(fc.nat(), { minLength: 1, maxLength: 8 })).map(([{ text }, picks]) => {
      const documents = text.split(/^---.*$/mu);
      return picks.map((pick) => documents[pick % documents.length] ?? '').join('\n---\n');
    });
    fc.assert(fc.property(shuffled, lintsWell), share(0.2));
  });

  it('linting after any history of edits equals linting the final text', () => {
    fc.assert(
      fc.property(anyText, fc.array(anyEdit(), { minLength: 1, maxLength: 6 }), ({ text }, edits) =>
        historyEqualsFresh({ [NAME]: text }, edits),
      ),
      share(0.1),
    );
  });

  it('and so it is with files that refer to each other, that come and go', () => {
    const folders = foldersOf(texts);
    fc.assert(
      fc.property(fc.constantFrom(...folders), fc.array(anyEdit(), { minLength: 1, maxLength: 6 }), (folder, edits) =>
        historyEqualsFresh(folder.files, edits),
      ),
      share(0.1),
    );
  });
});

/** An edit of one of several files: some of its text replaced, or the whole file taken away or put back. */
interface Edit {
  readonly file: number;
  readonly kind: 'change' | 'delete';
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

function anyEdit(): fc.Arbitrary<Edit> {
  return fc.record({
    file: fc.nat(),
    kind: fc.constantFrom('change', 'change', 'change', 'delete'),
    at: fc.nat(),
    length: fc.oneof(fc.constant(0), fc.nat({ max: 40 }), fc.nat({ max: 400 })),
    text: anyTyping(),
  });
}

/** What people type and paste: characters, keys, borders, halves of structures. */
function anyTyping(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      '\n',
      '  ',
      '---\n',
      '\n---\n',
      ':',
      '- ',
      '"',
      "'",
      '{',
      '}',
      '[',
      '#',
      '|',
      '&a',
      '*a',
      '{{ .Values.x }}',
    ),
    fc.constantFrom(
      'replicas: 3\n',
      '      emptyDir: {}\n',
      'kind: StatefulSet',
      'image: postgres:16',
      '\r\n',
      '\t',
      '<<: *a\n',
    ),
    fc.string({ maxLength: 8 }),
    anyText.map(({ text }) => text.slice(0, 300)),
  );
}

function lintsWell(text: string): void {
  const begun = performance.now();
  const linter = linterOf({ [NAME]: text });
  const findings = allFindings(linter);
  const spent = performance.now() - begun;
  assert.ok(spent < MOST_MILLISECONDS, `linting took ${Math.round(spent)} ms`);
  const problems = problemsOf(text);
  for (const finding of findings) {
    for (const fix of finding.fixes) {
      const edits = editsOf(fix)?.get(`/test/${NAME}`);
      if (!edits) continue;
      const after = applyEdits(text, edits);
      const broken = problemsOf(after);
      assert.ok(
        broken.length <= problems.length,
        `«${fix.title}» for ${describeFinding(finding)} breaks it: ${broken.join('; ')}\n${after}`,
      );
    }
  }
}

function problemsOf(text: string): string[] {
  return SourceFile.open(NAME, text).documents.flatMap(({ problems }) => problems.map(({ message }) => message));
}

/** Files that would be one workspace; told by their folder, because a failed property prints its counterexample. */
interface Folder {
  readonly files: Readonly<Record<string, string>>;
  readonly [fc.toStringMethod]: () => string;
}

/** The texts by the folder at the top in which they lie. Large ones are left out for speed. */
function foldersOf(all: readonly Text[]): Folder[] {
  const folders = new Map<string, Record<string, string>>();
  for (const { name, text } of all) {
    const [top = ''] = name.split('/');
    folders.set(top, { ...folders.get(top), [name]: text });
  }
  return [...folders]
    .filter(([, files]) => Object.keys(files).length <= 25)
    .map(([top, files]) => ({ files, [fc.toStringMethod]: () => top }));
}

/** Applies the edits one after the other, linting after each, and compares with a workspace that has only ever seen the result. */
function historyEqualsFresh(files: Readonly<Record<string, string>>, edits: readonly Edit[]): void {
  const linter = linterOf(files);
  allFindings(linter);
  const names = Object.keys(files);
  for (const edit of edits) {
    apply(edit, `/test/${names[edit.file % names.length] ?? ''}`, linter);
    linter.refresh();
  }
  const after = [...linter.workspace.files].map(([uri, file]) => [uri.replace('/test/', ''), file.text()] as const);
  assert.deepEqual(told(linter), told(linterOf(Object.fromEntries(after))));
}

function apply(edit: Edit, uri: string, linter: Linter): void {
  const { workspace } = linter;
  const file = workspace.files.get(uri);
  if (!file) {
    workspace.set(SourceFile.open(uri, edit.text));
  } else if (edit.kind === 'delete') {
    workspace.delete(uri);
  } else {
    const length = file.text().length;
    const start = edit.at % (length + 1);
    const range = { start: file.positionAt(start), end: file.positionAt(Math.min(start + edit.length, length)) };
    workspace.update(file, file.change([{ range, text: edit.text }]));
  }
}

function told(linter: Linter): string[] {
  return allFindings(linter).map(describeFinding).sort();
}
